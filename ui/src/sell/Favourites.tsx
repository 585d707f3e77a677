import { Tabs } from "@base-ui/react/tabs";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Category, Id, Quantity, Tile } from "../api/generated";
import { keepUnits } from "../shared/format/quantity";
import { Icon, iconOr } from "../shared/icons/Icon";
import { Empty, tintStyle } from "../shared/parts/Small";
import { useShop } from "../shared/shop";

type TileProps = { tile: Tile; inTicket: Quantity; onPick: () => void };

function Corner({ tile, inTicket }: Omit<TileProps, "onPick">) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  if (inTicket > 0) return <span className="k">{quantity(inTicket)}</span>;
  if (tile.low && tile.stock !== null)
    return <span className="lo">{t("sell.left", { amount: quantity(tile.stock) })}</span>;
  return <Icon name={iconOr(tile.icon)} size={24} />;
}

function ProductTile({ tile, inTicket, onPick }: TileProps) {
  const { t } = useTranslation();
  const { price } = useShop();
  return (
    <button type="button" className="tile" style={tintStyle(tile.tint)} onClick={onPick}>
      <span className="n">{keepUnits(tile.name)}</span>
      <span className="b">
        <span className="p">
          {price(tile.price)}
          {tile.unit !== "piece" && inTicket === 0 && (
            <small> {t("sell.perUnit", { unit: t(`units.${tile.unit}`) })}</small>
          )}
        </span>
        <Corner tile={tile} inTicket={inTicket} />
      </span>
    </button>
  );
}

type Props = {
  categories: Category[];
  category: Id | null;
  onCategory: (category: Id | null) => void;
  tiles: Tile[] | undefined;
  counts: Map<Id, Quantity>;
  onPick: (tile: Tile) => void;
};

const starred = "starred";

export function Favourites({ categories, category, onCategory, tiles, counts, onPick }: Props) {
  const { t } = useTranslation();
  const strip = useRef<HTMLDivElement>(null);
  const further = () =>
    strip.current?.scrollBy({ left: strip.current.clientWidth * 0.7, behavior: "smooth" });
  return (
    <Tabs.Root
      className="favs"
      value={category ?? starred}
      onValueChange={(value) => onCategory(value === starred ? null : (value as Id))}
    >
      <div className="tabs">
        <Tabs.List className="tw bare" ref={strip} aria-label={t("sell.categories")} activateOnFocus={false}>
          <Tabs.Tab value={starred}>
            <Icon name="star" size={18} />
            {t("sell.favourites")}
          </Tabs.Tab>
          {categories.map((item) => (
            <Tabs.Tab key={item.id} value={item.id}>
              {item.name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {categories.length > 4 && (
          <button
            type="button"
            className="btn btn-q btn-i"
            aria-label={t("sell.nextTabs")}
            tabIndex={-1}
            onClick={further}
          >
            <Icon name="right" />
          </button>
        )}
      </div>
      <Tabs.Panel className="tiles scroll bare" value={category ?? starred} tabIndex={-1}>
        {tiles?.map((tile) => (
          <ProductTile
            key={tile.id}
            tile={tile}
            inTicket={counts.get(tile.id) ?? 0}
            onPick={() => onPick(tile)}
          />
        ))}
        {tiles?.length === 0 && (
          <Empty
            className="all"
            icon="star"
            title={t(category ? "sell.emptyCategory" : "sell.emptyFavourites")}
          >
            <span>{t("sell.emptyFavouritesText")}</span>
          </Empty>
        )}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
