import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuotationRow } from "../api/generated";
import { ask, useAsk, useTell } from "../api/queries";
import { useTill, useTillState } from "../sell/TillContext";
import { useItems } from "../sell/Totals";
import { formatIsoDate } from "../shared/format/dates";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Empty, Note, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { useShop } from "../shared/shop";
import "./tickets.css";

/** The ticket in hand at its prices until a day; it goes off the screen, and is taken up again from the list. */
export function QuoteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { money } = useShop();
  const till = useTill();
  const { cart } = useTillState();
  const [days, setDays] = useState("15");
  const { working, failure, run } = useSubmit();
  const make = () =>
    void run(async () => {
      if (!cart) return;
      const asked = { cart: cart.id, days: Number(days), print: true };
      const { number } = await ask("quotations.make", asked);
      showToast({ tone: "done", title: t("quotations.made", { number }) });
      await till.load();
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      icon="note"
      width="narrow"
      title={t("quotations.make")}
      text={t("quotations.makeText", { total: money(cart?.total ?? 0) })}
      onSubmit={make}
      footer={
        <>
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <span className="grow" />
          <Button kind="primary" size="l" submit working={working} disabled={days === ""}>
            {t("quotations.save")}
          </Button>
        </>
      }
    >
      <TextField
        label={t("quotations.days")}
        figure
        value={days}
        error={failure && failureLine(failure)}
        onText={(text) => setDays(text.replace(/\D/g, "").slice(0, 3))}
      />
    </Dialog>
  );
}

type RowProps = { row: QuotationRow; working: boolean; onTake: () => void; onAgain: () => void };

function Offer({ row, working, onTake, onAgain }: RowProps) {
  const { t } = useTranslation();
  const { money, language } = useShop();
  const items = useItems();
  const print = useTell("quotations.print", () =>
    showToast({ tone: "done", title: t("quotations.printed") }),
  );
  const day = formatIsoDate(row.valid_until, language);
  return (
    <li className="qt">
      <span className="grow">
        <b className="blk el">{[row.number, row.customer].filter(Boolean).join(" · ")}</b>
        <span className="t13 i3">
          {items(row.count)} · {row.by} · {t(`quotations.states.${row.state}`, { day })}
        </span>
      </span>
      <b className="t17 num">{money(row.total)}</b>
      <Button
        kind="quiet"
        icon="printer"
        aria-label={t("quotations.print", { number: row.number })}
        onClick={() => print.mutate({ id: row.id }, { onError: (thrown) => showFailure(thrown) })}
      />
      {row.state === "open" && (
        <Button kind="tonal" working={working} onClick={onTake}>
          {t("quotations.take")}
        </Button>
      )}
      {row.state === "expired" && (
        <Button working={working} onClick={onAgain}>
          {t("quotations.again")}
        </Button>
      )}
    </li>
  );
}

/** What was offered: what still holds is sold as it says, what does not at the prices of today. */
export function QuotationsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const found = useAsk("quotations.list", null, { fresh: true });
  const { working, failure, run } = useSubmit();
  const rows = found.data ?? [];
  const take = (id: string) =>
    void run(async () => {
      till.tookUp(await ask("quotations.take", { id }));
      onClose();
    });
  const again = (id: string) =>
    void run(async () => {
      const { cart, missing } = await ask("quotations.again", { id });
      till.tookUp(cart);
      if (missing.length > 0)
        showToast({ tone: "wa", title: t("tickets.repeatMissing"), text: missing.join(", ") });
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      icon="note"
      title={t("quotations.title")}
      footer={
        <>
          <span className="grow" />
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      {found.error && <Refused thrown={found.error} />}
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      {found.data && rows.length === 0 && (
        <Empty icon="note" title={t("quotations.none")}>
          <span>{t("quotations.noneText")}</span>
        </Empty>
      )}
      <ul className="bare scroll qts" aria-label={t("quotations.title")}>
        {rows.map((row) => (
          <Offer
            key={row.id}
            row={row}
            working={working}
            onTake={() => take(row.id)}
            onAgain={() => again(row.id)}
          />
        ))}
      </ul>
    </Dialog>
  );
}
