import { useState } from "react";
import { useTranslation } from "react-i18next";
import type {
  Approval,
  Cart,
  CartLine,
  Discount,
  LineChange,
  ProductHit,
  Quantity,
} from "../../api/generated";
import { moneyText, parseMoney, parseRate, parseUnitPrice, unitPriceText } from "../../shared/format/money";
import { parseQuantity } from "../../shared/format/quantity";
import { useSubmit } from "../../shared/forms/useSubmit";
import { failureLine } from "../../shared/i18n/failure";
import { AmountPad } from "../../shared/parts/AmountPad";
import { Button } from "../../shared/parts/Button";
import { Segmented, SwitchField } from "../../shared/parts/Choice";
import { Dialog } from "../../shared/parts/Dialog";
import { AreaField } from "../../shared/parts/Field";
import { MoneyPad } from "../../shared/parts/MoneyPad";
import { useShop } from "../../shared/shop";
import { usePriced } from "./usePriced";

type FooterProps = { label: string; working?: boolean; onClose: () => void; extra?: React.ReactNode };

export function FormFooter({ label, working, onClose, extra }: FooterProps) {
  const { t } = useTranslation();
  return (
    <>
      {extra}
      <span className="grow" />
      <Button kind="quiet" size="l" keyHint="Esc" onClick={onClose}>
        {t("common.cancel")}
      </Button>
      <Button kind="primary" size="l" submit working={working} keyHint="↵">
        {label}
      </Button>
    </>
  );
}

/** The third key of the pad: the decimal mark, or thousands where there are no cents. */
export function useThird(): string {
  const { currency } = useShop();
  return currency.decimals === 0 ? "000" : currency.decimal_mark;
}

type Change = (change: LineChange, approval?: Approval | null) => Promise<void>;

export function PriceDialog({
  line,
  onChange,
  onClose,
}: {
  line: CartLine;
  onChange: Change;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { currency, price } = useShop();
  const { working, failure, send, granting } = usePriced<number>(
    (unit_price, approval) => onChange({ unit_price }, approval),
    onClose,
  );
  const [text, setText] = useState(unitPriceText(line.unit_price, currency));
  const [bad, setBad] = useState(false);
  const submit = () => {
    const value = parseUnitPrice(text, currency);
    setBad(value === null);
    if (value !== null) send(value);
  };
  if (granting) return granting;
  const listed = line.product !== null && line.unit_price !== line.list_price;
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={t("line.priceTitle", { name: line.name })}
      text={line.product ? t("line.priceText", { price: price(line.list_price) }) : undefined}
      onSubmit={submit}
      footer={
        <FormFooter
          label={t("common.apply")}
          working={working}
          onClose={onClose}
          extra={listed && <Button onClick={() => send(line.list_price)}>{t("line.listPrice")}</Button>}
        />
      }
    >
      <MoneyPad
        label={t("common.price")}
        text={text}
        onText={setText}
        error={bad ? t("line.badNumber") : failure && failureLine(failure)}
      />
    </Dialog>
  );
}

type Target = "line" | "ticket";
type Kind = Discount["kind"];

type DiscountProps = {
  cart: Cart;
  line: CartLine | null;
  target: Target;
  onApply: (target: Target, discount: Discount | null, approval: Approval | null) => Promise<void>;
  onClose: () => void;
};

const usual = ["5", "10", "15", "20"];

export function DiscountDialog({ cart, line, target: first, onApply, onClose }: DiscountProps) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const third = useThird();
  const { working, failure, send, clear, granting } = usePriced<Discount | null>(
    (discount, approval) => onApply(target, discount, approval),
    onClose,
  );
  const [target, setTarget] = useState<Target>(line ? first : "ticket");
  const current = target === "line" ? (line?.discount ?? null) : cart.discount;
  const [kind, setKind] = useState<Kind>(current?.kind ?? "rate");
  const [text, setText] = useState(current?.kind === "amount" ? moneyText(current.amount, currency) : "");
  const [bad, setBad] = useState(false);

  const submit = (typed = text) => {
    const value = kind === "rate" ? parseRate(typed) : parseMoney(typed, currency);
    setBad(value === null);
    if (value === null) return;
    send(kind === "rate" ? { kind: "rate", rate: value } : { kind: "amount", amount: value });
  };
  const aim = (next: Target) => {
    const there = next === "line" ? (line?.discount ?? null) : cart.discount;
    setTarget(next);
    setKind(there?.kind ?? "rate");
    change(there?.kind === "amount" ? moneyText(there.amount, currency) : "");
  };
  const change = (next: string) => {
    setBad(false);
    clear();
    setText(next);
  };
  if (granting) return granting;
  const targets = [
    { value: "line" as const, label: t("line.forLine") },
    { value: "ticket" as const, label: t("line.forTicket") },
  ];
  const kinds = [
    { value: "rate" as const, label: t("line.percent") },
    { value: "amount" as const, label: t("line.amount") },
  ];
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={t("line.discountTitle")}
      text={target === "line" ? line?.name : undefined}
      onSubmit={() => submit()}
      footer={
        <FormFooter
          label={t("common.apply")}
          working={working}
          onClose={onClose}
          extra={current && <Button onClick={() => send(null)}>{t("line.noDiscount")}</Button>}
        />
      }
    >
      {line && <Segmented label={t("line.discountTarget")} value={target} options={targets} onValue={aim} />}
      <Segmented label={t("line.kind")} value={kind} options={kinds} onValue={setKind} />
      {kind === "rate" && (
        <div className="quick4">
          {usual.map((percent) => (
            <Button key={percent} onClick={() => submit(percent)}>
              {percent} %
            </Button>
          ))}
        </div>
      )}
      <AmountPad
        label={t("line.discountTitle")}
        text={text}
        onText={change}
        third={kind === "rate" ? currency.decimal_mark : third}
        before={kind === "amount" ? currency.symbol : undefined}
        after={kind === "rate" ? "%" : undefined}
        error={bad ? t("line.badNumber") : failure && failureLine(failure)}
      />
    </Dialog>
  );
}

export function NoteDialog({
  line,
  onChange,
  onClose,
}: {
  line: CartLine;
  onChange: Change;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const [text, setText] = useState(line.note ?? "");
  const [inside, setInside] = useState(line.note_inside);
  const submit = () =>
    void run(() =>
      onChange({ note: text.trim() === "" ? null : text.trim(), note_inside: inside }).then(onClose),
    );
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={t("line.noteTitle", { name: line.name })}
      onSubmit={submit}
      footer={<FormFooter label={t("common.save")} working={working} onClose={onClose} />}
    >
      <AreaField
        label={t("line.note")}
        hint={t("line.noteHint")}
        error={failure && failureLine(failure)}
        value={text}
        rows={3}
        maxLength={200}
        onText={setText}
      />
      <SwitchField label={t("line.inside")} checked={inside} onChecked={setInside} />
    </Dialog>
  );
}

type WeighProps = { product: ProductHit; onAdd: (quantity: Quantity) => void; onClose: () => void };

/** What is not sold by the piece asks how much before it goes on the ticket. */
export function WeighDialog({ product, onAdd, onClose }: WeighProps) {
  const { t } = useTranslation();
  const { currency, price } = useShop();
  const [text, setText] = useState("");
  const [bad, setBad] = useState(false);
  const unit = t(`units.${product.unit}`);
  const submit = () => {
    const quantity = parseQuantity(text);
    setBad(!quantity);
    if (!quantity) return;
    onAdd(quantity);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={t("sell.quantityOf", { name: product.name })}
      text={price(product.price) + t("sell.perUnit", { unit })}
      onSubmit={submit}
      footer={<FormFooter label={t("common.add")} onClose={onClose} />}
    >
      <AmountPad
        label={t("common.quantity")}
        text={text}
        onText={setText}
        third={currency.decimal_mark}
        after={unit}
        error={bad ? t("line.badNumber") : null}
      />
    </Dialog>
  );
}
