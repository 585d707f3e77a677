import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FreeLine, UnitPrice } from "../../api/generated";
import { parseUnitPrice } from "../../shared/format/money";
import { one } from "../../shared/format/quantity";
import { useSubmit } from "../../shared/forms/useSubmit";
import { failedField, failureLine } from "../../shared/i18n/failure";
import { SelectField } from "../../shared/parts/Choice";
import { Dialog } from "../../shared/parts/Dialog";
import { TextField } from "../../shared/parts/Field";
import { Note } from "../../shared/parts/Small";
import { useShop } from "../../shared/shop";
import { FormFooter } from "./LineDialogs";

export type QuickProduct = { name: string; price: UnitPrice; taxClass: string };

type Props = {
  title: string;
  text: string;
  label: string;
  name?: string;
  onSend: (product: QuickProduct) => Promise<void>;
  onClose: () => void;
};

type Bad = { name?: boolean; price?: boolean };

/** Name, price and tax: enough to sell something now. */
export function QuickProductDialog({ title, text, label, name: first = "", onSend, onClose }: Props) {
  const { t } = useTranslation();
  const { shop, currency } = useShop();
  const { working, failure, run } = useSubmit();
  const [name, setName] = useState(first);
  const [price, setPrice] = useState("");
  const [taxClass, setTaxClass] = useState(shop.tax_classes[0]?.code ?? "");
  const [bad, setBad] = useState<Bad>({});
  const field = failure && failedField(failure);
  const said = failure && failureLine(failure);
  const submit = () => {
    const value = parseUnitPrice(price, currency);
    const found: Bad = { name: name.trim() === "", price: value === null };
    setBad(found);
    if (found.name || value === null) return;
    void run(() => onSend({ name: name.trim(), price: value, taxClass }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      icon="tag"
      title={title}
      text={text}
      onSubmit={submit}
      footer={<FormFooter label={label} working={working} onClose={onClose} />}
    >
      {said && field !== "name" && field !== "price" && (
        <Note tone="da" icon="alert">
          {said}
        </Note>
      )}
      <TextField
        label={t("common.name")}
        value={name}
        autoFocus
        maxLength={120}
        error={bad.name ? t("question.needName") : field === "name" ? said : null}
        onText={setName}
      />
      <TextField
        label={t("common.price")}
        figure
        before={currency.symbol}
        value={price}
        error={bad.price ? t("question.needPrice") : field === "price" ? said : null}
        onText={setPrice}
      />
      {shop.tax_classes.length > 1 && (
        <SelectField
          label={t("question.taxClass")}
          value={taxClass}
          options={shop.tax_classes.map((tax) => ({ value: tax.code, label: tax.name }))}
          onValue={setTaxClass}
        />
      )}
    </Dialog>
  );
}

export function freeLineOf(product: QuickProduct, barcode: string | null, quantity = one): FreeLine {
  return { name: product.name, unit_price: product.price, quantity, tax_class: product.taxClass, barcode };
}

type FreeProps = { name?: string; onAdd: (line: FreeLine) => void; onClose: () => void };

export function FreeDialog({ name, onAdd, onClose }: FreeProps) {
  const { t } = useTranslation();
  const send = async (product: QuickProduct) => {
    onAdd(freeLineOf(product, null));
    onClose();
  };
  return (
    <QuickProductDialog
      title={t("question.freeTitle")}
      text={t("question.freeText")}
      label={t("question.freeAdd")}
      name={name}
      onSend={send}
      onClose={onClose}
    />
  );
}
