import { useTranslation } from "react-i18next";
import type { Category, ProductHit } from "../api/generated";
import { nearEnd } from "../shared/hooks/nearEnd";
import { Icon, iconOr } from "../shared/icons/Icon";
import { tintStyle } from "../shared/parts/Small";
import { useShop } from "../shared/shop";

type RowProps = { hit: ProductHit; category: string; onPick: () => void };

function Row({ hit, category, onPick }: RowProps) {
  const { t } = useTranslation();
  const { price, quantity } = useShop();
  return (
    <li>
      <button
        type="button"
        className={hit.active ? "pr" : "pr off"}
        style={tintStyle(hit.tint)}
        onClick={onPick}
      >
        <span className="ci">
          <Icon name={iconOr(hit.icon)} size={20} />
        </span>
        <span className="row grow" style={{ gap: 8 }}>
          <b className="w5 t15 el">{hit.name}</b>
          {!hit.active && <span className="badge wa">{t("settings.inactive")}</span>}
        </span>
        <span className="i2 el pr-code">{hit.barcode ?? hit.sku}</span>
        <span className="i2 el pr-cat">{category}</span>
        <span className={hit.stock !== null && hit.stock <= 0 ? "num wrn w5" : "num i2"}>
          {hit.stock === null ? "" : `${quantity(hit.stock)} ${t(`units.${hit.unit}`)}`}
        </span>
        <b className="num w6 t15">{price(hit.price)}</b>
      </button>
    </li>
  );
}

type Props = {
  rows: ProductHit[];
  categories: Category[];
  onPick: (hit: ProductHit) => void;
  onMore: () => void;
};

export function ProductTable({ rows, categories, onPick, onMore }: Props) {
  const { t } = useTranslation();
  // The list names a category by id or by name; both are shown by name.
  const nameOf = (category: string | null) =>
    categories.find((item) => item.id === category)?.name ?? category ?? "";
  return (
    <div className="prs panel">
      <div className="pr hd" aria-hidden="true">
        <span />
        <span>{t("products.name")}</span>
        <span className="pr-code">{t("products.code")}</span>
        <span className="pr-cat">{t("products.category")}</span>
        <span className="num">{t("products.stock")}</span>
        <span className="num">{t("common.price")}</span>
      </div>
      <ul className="scroll" aria-label={t("products.title")} onScroll={nearEnd(onMore)}>
        {rows.map((hit) => (
          <Row key={hit.id} hit={hit} category={nameOf(hit.category)} onPick={() => onPick(hit)} />
        ))}
      </ul>
    </div>
  );
}
