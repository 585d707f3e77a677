import { Fragment, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ProductHit } from "../api/generated";
import { Icon, iconOr } from "../shared/icons/Icon";
import { Key } from "../shared/parts/Button";
import { tintStyle } from "../shared/parts/Small";
import { useShop } from "../shared/shop";
import { highlight } from "./highlight";
import { searchLimit } from "./useSearch";

export const resultsId = "search-results";
export const resultId = (index: number) => `${resultsId}-${index}`;

function Stock({ hit }: { hit: ProductHit }) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  if (!hit.active) return <span className="badge wa">{t("settings.inactive")}</span>;
  if (hit.stock === null) return <span />;
  if (hit.stock <= 0) return <span className="t13 wrn w5">{t("sell.noStock")}</span>;
  return (
    <span className="t13 i3 num">
      {quantity(hit.stock)} {t(`units.${hit.unit}`)}
    </span>
  );
}

function Row({
  hit,
  index,
  on,
  typed,
  onPick,
}: {
  hit: ProductHit;
  index: number;
  on: boolean;
  typed: string;
  onPick: () => void;
}) {
  const { t } = useTranslation();
  const { price } = useShop();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (on) ref.current?.scrollIntoView?.({ block: "nearest" });
  }, [on]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field this list belongs to has the keys
    <div
      ref={ref}
      id={resultId(index)}
      role="option"
      aria-selected={on}
      tabIndex={-1}
      className={on ? "on" : ""}
      style={tintStyle(hit.tint)}
      onClick={onPick}
    >
      <span className="ci">
        <Icon name={iconOr(hit.icon)} size={22} />
      </span>
      <span className="n el">
        {highlight(hit.name, typed).map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one name never change places
          <Fragment key={at}>{piece.hit ? <mark>{piece.text}</mark> : piece.text}</Fragment>
        ))}
      </span>
      <span className="cd t13 i3 el">{hit.barcode ?? hit.sku}</span>
      <Stock hit={hit} />
      <span className="p">
        {price(hit.price)}
        {hit.unit !== "piece" && <small>{t("sell.perUnit", { unit: t(`units.${hit.unit}`) })}</small>}
      </span>
      <span className="e">{on && <Key name="↵" />}</span>
    </div>
  );
}

type Props = {
  hits: ProductHit[];
  at: number;
  typed: string;
  onPick: (hit: ProductHit) => void;
  onFree: () => void;
};

/** Floats over the tiles: places never move. */
export function Results({ hits, at, typed, onPick, onFree }: Props) {
  const { t } = useTranslation();
  const keep = (event: React.PointerEvent) => event.preventDefault();
  if (hits.length === 0) {
    return (
      <div className="res" onPointerDown={keep}>
        <div className="none" role="status">
          <b className="w6 t15">{t("sell.noResults", { text: typed })}</b>
          <span className="i2">{t("sell.noResultsText")}</span>
          <button type="button" className="btn" onClick={onFree}>
            {t("sell.freeProduct")} <Key name="F7" />
          </button>
        </div>
      </div>
    );
  }
  const count =
    hits.length >= searchLimit
      ? t("sell.resultMore", { count: hits.length })
      : t("sell.resultCount", { count: hits.length });
  return (
    <div className="res" onPointerDown={keep}>
      <div id={resultsId} role="listbox" aria-label={t("sell.results")} className="scroll" tabIndex={-1}>
        {hits.map((hit, index) => (
          <Row
            key={hit.id}
            hit={hit}
            index={index}
            on={index === at}
            typed={typed}
            onPick={() => onPick(hit)}
          />
        ))}
      </div>
      <div className="f" aria-hidden="true">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd> {t("sell.choose")}
        </span>
        <span>
          <kbd>↵</kbd> {t("sell.addHint")}
        </span>
        <span>
          <kbd>3</kbd>
          <kbd>*</kbd> {t("sell.quantityHint")}
        </span>
        <span className="grow" />
        <span>{count}</span>
      </div>
    </div>
  );
}
