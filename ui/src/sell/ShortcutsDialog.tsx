import { useTranslation } from "react-i18next";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";

type Row = { keys: string[]; label: string };

function Group({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.label}>
            <dt>
              {row.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{row.label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const selling: Row[] = [
    { keys: ["↵"], label: t("keys.scan") },
    { keys: ["3", "*"], label: t("keys.quantity") },
    { keys: ["↑", "↓"], label: t("keys.lines") },
    { keys: ["−"], label: t("keys.discount") },
    { keys: [t("keys.del")], label: t("keys.remove") },
    { keys: ["Ctrl", "Z"], label: t("keys.undo") },
    { keys: ["F4"], label: t("keys.price") },
    { keys: ["F6"], label: t("tickets.title") },
    { keys: ["F7"], label: t("keys.free") },
    { keys: ["F9"], label: t("returns.withoutTitle") },
    { keys: ["F2"], label: t("customers.choose") },
    { keys: ["F12"], label: t("keys.pay") },
  ];
  const paying: Row[] = [
    { keys: ["F1", "F2", "F3"], label: t("keys.methods") },
    { keys: ["Enter"], label: t("keys.finish") },
    { keys: ["Esc"], label: t("keys.back") },
  ];
  const everywhere: Row[] = [
    { keys: ["F3"], label: t("keys.receipts") },
    { keys: ["F10"], label: t("nav.customers") },
    { keys: ["F8"], label: t("drawer.title") },
    { keys: ["Ctrl", "L"], label: t("keys.lock") },
    { keys: ["?"], label: t("keys.help") },
  ];
  return (
    <Dialog
      open={open}
      onClose={onClose}
      width="wide"
      title={t("keys.title")}
      icon="keyboard"
      footer={
        <>
          <span className="grow" />
          <Button keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      <div className="sc">
        <Group title={t("keys.selling")} rows={selling} />
        <div className="col" style={{ gap: 20 }}>
          <Group title={t("keys.paying")} rows={paying} />
          <Group title={t("keys.everywhere")} rows={everywhere} />
        </div>
      </div>
    </Dialog>
  );
}
