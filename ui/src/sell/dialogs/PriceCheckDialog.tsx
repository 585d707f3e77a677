import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProductHit } from "../../api/generated";
import { ask, useAsk } from "../../api/queries";
import { useSubmit } from "../../shared/forms/useSubmit";
import { failureLine } from "../../shared/i18n/failure";
import { Icon, iconOr } from "../../shared/icons/Icon";
import { Button } from "../../shared/parts/Button";
import { Dialog } from "../../shared/parts/Dialog";
import { TextField } from "../../shared/parts/Field";
import { tintStyle } from "../../shared/parts/Small";
import { useScanner } from "../../shared/scanner/useScanner";
import { useShop } from "../../shared/shop";
import { useSearch } from "../useSearch";
import { HitButton } from "./Questions";

function Answer({ hit }: { hit: ProductHit }) {
  const { t } = useTranslation();
  const { price, quantity } = useShop();
  const kept = useAsk("orders.kept", { id: hit.id }, { fresh: true }).data ?? 0;
  return (
    <div className="pc-answer" style={tintStyle(hit.tint)} role="status">
      <span className="ci">
        <Icon name={iconOr(hit.icon)} size={30} />
      </span>
      <div className="grow">
        <b className="t17 w6 blk">{hit.name}</b>
        <span className="t13 i3">
          {hit.barcode ?? hit.sku}
          {hit.stock !== null && ` · ${t("question.stock", { amount: quantity(hit.stock) })}`}
          {kept > 0 && ` · ${t("question.kept", { amount: quantity(kept) })}`}
        </span>
      </div>
      <span className="fig">
        {price(hit.price)}
        {hit.unit !== "piece" && <small> {t("sell.perUnit", { unit: t(`units.${hit.unit}`) })}</small>}
      </span>
    </div>
  );
}

type Props = { onAdd: (hit: ProductHit) => void; onClose: () => void };

export function PriceCheckDialog({ onAdd, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [found, setFound] = useState<ProductHit[] | null>(null);
  const { working, failure, run } = useSubmit();
  const { hits, current } = useSearch(found ? "" : text.trim());
  const look = (code: string) =>
    void run(async () => {
      setText(code);
      setFound(await ask("products.by_code", { code }));
    });
  useScanner(look);

  const change = (next: string) => {
    setFound(null);
    setText(next);
  };
  const submit = () => {
    const typed = text.trim();
    if (/^\d+$/.test(typed)) look(typed);
    else if (hits[0]) setFound([hits[0]]);
  };
  const shown = found ?? hits.slice(0, 5);
  const only = found?.length === 1 ? found[0] : undefined;
  const none = (found !== null && found.length === 0) || (current && hits.length === 0);
  const add = (hit: ProductHit) => {
    onAdd(hit);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      icon="search"
      title={t("question.priceTitle")}
      text={t("question.priceText")}
      onSubmit={submit}
      footer={
        <>
          {only && (
            <Button kind="tonal" size="l" onClick={() => add(only)}>
              {t("question.addToTicket")}
            </Button>
          )}
          <span className="grow" />
          <Button size="l" keyHint="Esc" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      <TextField
        label={t("question.priceField")}
        value={text}
        autoFocus
        error={failure ? failureLine(failure) : null}
        hint={none && !working ? t("question.priceNone", { text }) : undefined}
        onText={change}
      />
      {only ? (
        <Answer hit={only} />
      ) : (
        <div className="hits">
          {shown.map((hit) => (
            <HitButton key={hit.id} hit={hit} onPick={() => setFound([hit])} />
          ))}
        </div>
      )}
    </Dialog>
  );
}
