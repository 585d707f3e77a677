import { useTranslation } from "react-i18next";
import type { CartLine } from "../api/generated";
import { one } from "../shared/format/quantity";
import { Icon } from "../shared/icons/Icon";
import { useShop } from "../shared/shop";

export type LineActions = {
  onSelect: (line: CartLine) => void;
  onStep: (line: CartLine, by: 1 | -1) => void;
  onPrice: (line: CartLine) => void;
  onDiscount: (line: CartLine) => void;
  onNote: (line: CartLine) => void;
  onRemove: (line: CartLine) => void;
};

function Support({ line }: { line: CartLine }) {
  const { t } = useTranslation();
  const { price, rate, money } = useShop();
  const unitPrice =
    line.unit === "piece"
      ? line.quantity !== one && t("sell.each", { price: price(line.unit_price) })
      : price(line.unit_price) + t("sell.perUnit", { unit: t(`units.${line.unit}`) });
  const changed = line.unit_price !== line.list_price && line.product !== null;
  const off = line.discount?.kind === "rate" ? `${rate(line.discount.rate)} ` : "";
  const { returned } = line;
  if (
    !unitPrice &&
    !changed &&
    !line.discount &&
    !line.note &&
    !line.warning &&
    !line.provisional &&
    !returned
  )
    return null;
  return (
    <span className="s">
      {unitPrice && <span className="u">{unitPrice}</span>}
      {changed && <s className="i3">{price(line.list_price)}</s>}
      {returned && (
        <span className="badge wa">
          {returned.number ? t("returns.of", { number: returned.number }) : t("returns.without")}
        </span>
      )}
      {line.provisional && <span className="badge wa">{t("sell.provisional")}</span>}
      {line.discount && (
        <span className="acc w5 row">
          <Icon name="tag" size={14} />
          {off}−{money(line.discount_amount)}
        </span>
      )}
      {line.warning && (
        <span className="badge wa">
          <Icon name="alert" size={14} />
          {line.warning}
        </span>
      )}
      {line.note && (
        <span className="row grow">
          <Icon name={line.note_inside ? "lock" : "note"} size={14} />
          <span className="el">{line.note}</span>
        </span>
      )}
    </span>
  );
}

type EditorProps = { line: CartLine; actions: LineActions; mayPrice: boolean };

/** What comes back keeps its amount: it can be explained, or taken out. */
function ReturnedEditor({ line, actions }: Pick<EditorProps, "line" | "actions">) {
  const { t } = useTranslation();
  return (
    <div className="ed">
      <span className="i2 grow el">{line.returned && t(`returns.reasons.${line.returned.reason}`)}</span>
      <button type="button" className="btn" onClick={() => actions.onNote(line)}>
        {t("sell.note")}
      </button>
      <button
        type="button"
        className="btn btn-d btn-i"
        aria-label={t("sell.removeLine")}
        title={t("keys.del")}
        onClick={() => actions.onRemove(line)}
      >
        <Icon name="trash" />
      </button>
    </div>
  );
}

function Editor({ line, actions, mayPrice }: EditorProps) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  return (
    <div className="ed">
      <span className="st">
        <button type="button" aria-label={t("sell.less")} onClick={() => actions.onStep(line, -1)}>
          <Icon name="minus" />
        </button>
        <b>{quantity(line.quantity)}</b>
        <button type="button" aria-label={t("sell.moreOne")} onClick={() => actions.onStep(line, 1)}>
          <Icon name="plus" />
        </button>
      </span>
      {mayPrice && (
        <button type="button" className="btn" onClick={() => actions.onPrice(line)}>
          {t("common.price")}
        </button>
      )}
      <button
        type="button"
        className="btn"
        aria-label={t("sell.discount")}
        onClick={() => actions.onDiscount(line)}
      >
        <span className="sm">{t("sell.discountShort")}</span>
        <span className="lg">{t("sell.discount")}</span>
      </button>
      <button type="button" className="btn" onClick={() => actions.onNote(line)}>
        {t("sell.note")}
      </button>
      <button
        type="button"
        className="btn btn-d btn-i"
        aria-label={t("sell.removeLine")}
        title={t("keys.del")}
        onClick={() => actions.onRemove(line)}
      >
        <Icon name="trash" />
      </button>
    </div>
  );
}

type Props = { line: CartLine; on: boolean; mayPrice: boolean; actions: LineActions };

/** Quantity one is grey, others ink: only the unusual is bold. */
export function LineRow({ line, on, mayPrice, actions }: Props) {
  const { t } = useTranslation();
  const { quantity, money, price } = useShop();
  return (
    <li className={on ? "ln on" : "ln"} data-line={line.id}>
      <button type="button" className="main" aria-pressed={on} onClick={() => actions.onSelect(line)}>
        <span className={line.quantity === one ? "q" : "q m"}>
          {quantity(line.quantity)}
          {line.unit !== "piece" && <small>{t(`units.${line.unit}`)}</small>}
        </span>
        <span className="what">
          <span className="n el">{line.name}</span>
          <Support line={line} />
        </span>
        <span className="pu">{price(line.unit_price)}</span>
        <span className="a">{money(line.amount)}</span>
      </button>
      {on &&
        (line.returned ? (
          <ReturnedEditor line={line} actions={actions} />
        ) : (
          <Editor line={line} actions={actions} mayPrice={mayPrice} />
        ))}
    </li>
  );
}
