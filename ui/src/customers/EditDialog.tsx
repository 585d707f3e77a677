import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, CustomerDoubts, CustomerView, Fiscal } from "../api/generated";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failedField, failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { SwitchField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { AreaField, TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import "./customers.css";

const nobody: Contact = { name: "", phone: "", email: "", address: "", note: "", warning: "" };

function Doubts({ doubts }: { doubts: CustomerDoubts }) {
  const { t } = useTranslation();
  const { shop } = useShop();
  return (
    <>
      {doubts.tax_id && (
        <Note tone="wa" icon="alert">
          {t(`customers.taxDoubt.${doubts.tax_id}`, { name: shop.wording.tax_id })}
        </Note>
      )}
      {doubts.similar.map(({ row, likeness }) => (
        <Note key={row.id} tone="wa" icon="users" title={row.name}>
          {t(`customers.like.${likeness}`)} {[row.phone, row.tax_id].filter(Boolean).join(" · ")}
        </Note>
      ))}
    </>
  );
}

type Props = {
  view: CustomerView | null;
  name?: string;
  onSaved: (view: CustomerView) => void;
  onClose: () => void;
};

/** A new customer, or what has changed about one. What looks wrong is said once, and saved if it is meant. */
export function EditDialog({ view, name = "", onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const { shop } = useShop();
  const [id] = useState(() => view?.id ?? newId());
  const [contact, setContact] = useState<Contact>(view?.contact ?? { ...nobody, name });
  const [fiscal, setFiscal] = useState<Fiscal>(view?.fiscal ?? { tax_id: "", tax_name: "" });
  const [active, setActive] = useState(view?.active ?? true);
  const [doubts, setDoubts] = useState<CustomerDoubts | null>(null);
  const { working, failure, run } = useSubmit();
  const set = (part: Partial<Contact>) => {
    setContact({ ...contact, ...part });
    setDoubts(null);
  };
  const save = () =>
    void run(async () => {
      const asked = { id, contact, fiscal, active };
      if (!doubts) {
        const found = await ask("customers.doubts", asked);
        if (found.similar.length > 0 || found.tax_id) return setDoubts(found);
      }
      onSaved(await ask("customers.save", asked));
    });
  const wrong = (field: string) => (failure && failedField(failure) === field ? failureLine(failure) : null);
  const other = failure && !["name", "tax_id"].includes(failedField(failure) ?? "");
  return (
    <Dialog
      open
      onClose={onClose}
      icon="user"
      title={t(view ? "customers.edit" : "customers.add")}
      onSubmit={save}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={contact.name.trim() === ""}>
            {t(doubts ? "customers.saveAnyway" : "common.save")}
          </Button>
        </>
      }
    >
      {doubts && <Doubts doubts={doubts} />}
      {other && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <TextField
        label={t("customers.name")}
        value={contact.name}
        maxLength={120}
        autoFocus
        error={wrong("name")}
        onText={(name) => set({ name })}
      />
      <div className="cus-two">
        <TextField
          label={t("customers.phone")}
          value={contact.phone}
          inputMode="tel"
          maxLength={30}
          onText={(phone) => set({ phone })}
        />
        <TextField
          label={t("customers.email")}
          value={contact.email}
          inputMode="email"
          maxLength={120}
          onText={(email) => set({ email })}
        />
        <TextField
          label={shop.wording.tax_id}
          value={fiscal.tax_id}
          maxLength={30}
          error={wrong("tax_id")}
          onText={(tax_id) => {
            setFiscal({ ...fiscal, tax_id });
            setDoubts(null);
          }}
        />
        <TextField
          label={t("customers.taxName")}
          value={fiscal.tax_name}
          maxLength={120}
          onText={(tax_name) => setFiscal({ ...fiscal, tax_name })}
        />
      </div>
      <TextField
        label={t("customers.address")}
        value={contact.address}
        maxLength={200}
        onText={(address) => set({ address })}
      />
      <TextField
        label={t("customers.warning")}
        hint={t("customers.warningHint")}
        value={contact.warning}
        maxLength={200}
        onText={(warning) => set({ warning })}
      />
      <AreaField
        label={t("customers.note")}
        value={contact.note}
        maxLength={500}
        onText={(note) => set({ note })}
      />
      {view && <SwitchField label={t("customers.active")} checked={active} onChecked={setActive} />}
    </Dialog>
  );
}
