import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, Product, ProductHit, SessionUser } from "../api/generated";
import { ask, useAsk, usePages } from "../api/queries";
import { useDebounced } from "../shared/hooks/useDebounced";
import { Button } from "../shared/parts/Button";
import { SelectField } from "../shared/parts/Choice";
import { SearchBox } from "../shared/parts/SearchBox";
import { Empty, Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { can } from "../shared/permissions";
import { useScanner } from "../shared/scanner/useScanner";
import { useShop } from "../shared/shop";
import { ProductDialog } from "./ProductDialog";
import { ProductTable } from "./ProductTable";
import "./products.css";

type State = "active" | "inactive" | "any";
const stateOf: Record<State, boolean | null> = { active: true, inactive: false, any: null };

type Filters = { text: string; category: Id | null; state: State };

function useSaved(close: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (product: Product, was: Product | null) => {
    close();
    for (const name of ["products.list", "products.search", "products.favourites"]) {
      void client.invalidateQueries({ queryKey: [name] });
    }
    const { name } = product;
    const changed = was !== null && was.active !== product.active;
    const title = !changed
      ? t("products.saved", { name })
      : product.active
        ? t("products.reactivated", { name })
        : t("products.deactivated", { name });
    showToast({ tone: "done", title });
  };
}

type Props = { user: SessionUser; onImport: () => void };

export function ProductsScreen({ user, onImport }: Props) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const [filters, setFilters] = useState<Filters>({ text: "", category: null, state: "active" });
  const [edited, setEdited] = useState<Product | null | undefined>(undefined);
  const categories = useAsk("categories.list", null).data ?? [];
  const asked = useDebounced(filters.text.trim(), 120);
  const pages = usePages("products.list", {
    text: asked,
    category: filters.category,
    active: stateOf[filters.state],
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = pages.data?.pages[0]?.total;
  const mayEdit = can(user, "edit_products");
  const saved = useSaved(() => setEdited(undefined));
  const filtered = asked !== "" || filters.category !== null || filters.state !== "active";

  const change = (part: Partial<Filters>) => setFilters({ ...filters, ...part });
  const open = (hit: ProductHit) =>
    void ask("products.get", { id: hit.id }).then(setEdited).catch(showFailure);
  const more = () => {
    if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
  };
  useScanner((text) => change({ text, category: null, state: "any" }), { enabled: edited === undefined });

  return (
    <main className="prods">
      <h1 className="sr">{t("products.title")}</h1>
      <div className="bar">
        <SearchBox label={t("products.search")} value={filters.text} onText={(text) => change({ text })} />
        <SelectField
          hideLabel
          label={t("products.category")}
          value={filters.category}
          options={[
            { value: null, label: t("products.allCategories") },
            ...categories.map((item) => ({ value: item.id, label: item.name })),
          ]}
          onValue={(category) => change({ category })}
        />
        <SelectField
          hideLabel
          label={t("products.state")}
          value={filters.state}
          options={(["active", "inactive", "any"] as const).map((value) => ({
            value,
            label: t(`products.${value}`),
          }))}
          onValue={(state) => change({ state })}
        />
        {mayEdit && (
          <Button className="tall" onClick={onImport}>
            {t("imports.open")}
          </Button>
        )}
        {mayEdit && (
          <Button kind="primary" icon="plus" className="tall" onClick={() => setEdited(null)}>
            {t("products.new")}
          </Button>
        )}
      </div>
      {total !== undefined && (
        <div className="i2 prods-n">
          {t("products.count", { count: total, replace: { count: quantity(total * 1000) } })}
        </div>
      )}
      {pages.error && <Refused thrown={pages.error} />}
      {rows.length > 0 && <ProductTable rows={rows} categories={categories} onPick={open} onMore={more} />}
      {total === 0 && (
        <Empty className="grow" icon="box" title={t(filtered ? "products.notFound" : "products.empty")}>
          <span>{t(filtered ? "products.notFoundText" : "products.emptyText")}</span>
          {mayEdit && !filtered && <Button onClick={onImport}>{t("imports.title")}</Button>}
        </Empty>
      )}
      {edited !== undefined && (
        <ProductDialog
          key={edited?.id ?? "new"}
          product={edited}
          categories={categories}
          mayEdit={mayEdit}
          onSaved={saved}
          onClose={() => setEdited(undefined)}
        />
      )}
    </main>
  );
}
