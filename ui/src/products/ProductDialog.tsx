import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Category, Product } from "../api/generated";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failedField, failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { Note } from "../shared/parts/Small";
import { useScanner } from "../shared/scanner/useScanner";
import { useShop } from "../shared/shop";
import { CategoryDialog } from "./CategoryDialog";
import { checkForm, type FormProblems, formOf, newForm, type ProductForm } from "./form";
import { ProductFields } from "./ProductFields";

type Props = {
  product: Product | null;
  categories: Category[];
  mayEdit: boolean;
  onSaved: (product: Product, was: Product | null) => void;
  onClose: () => void;
};

const shownAt = new Set<string>([
  "name",
  "sku",
  "barcodes",
  "unit",
  "price",
  "cost",
  "tax_class",
  "category",
  "opening_stock",
  "min_stock",
]);

export function ProductDialog({ product, categories, mayEdit, onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { shop, currency } = useShop();
  const { working, failure, run, clear } = useSubmit();
  const [form, setForm] = useState<ProductForm>(() =>
    product ? formOf(product, currency) : newForm(shop.tax_classes[0]?.code ?? ""),
  );
  const [problems, setProblems] = useState<FormProblems>({});
  const [category, setCategory] = useState(false);
  const said = failure && failureLine(failure);
  const field = failure && failedField(failure);

  const change = (part: Partial<ProductForm>) => {
    setProblems({});
    clear();
    setForm((old) => ({ ...old, ...part }));
  };
  useScanner((code) => mayEdit && change({ barcodes: [...new Set([...form.barcodes, code])] }));
  const say = (name: keyof ProductForm) => {
    const problem = problems[name];
    return problem ? t(problem) : field === name ? said : null;
  };
  const save = (next: ProductForm) => {
    const checked = checkForm(next, currency);
    setProblems(checked.problems ?? {});
    if (checked.save) void run(async () => onSaved(await ask("products.save", checked.save), product));
  };
  const saved = (made: Category) => {
    setCategory(false);
    void client.invalidateQueries({ queryKey: ["categories.list"] });
    change({ category: made.id });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      icon="box"
      title={t(product ? "products.editTitle" : "products.newTitle")}
      onSubmit={() => mayEdit && save(form)}
      footer={
        <>
          {product && mayEdit && (
            <Button
              kind={form.active ? "danger" : "tonal"}
              size="l"
              onClick={() => save({ ...form, active: !form.active })}
            >
              {t(form.active ? "products.deactivate" : "products.reactivate")}
            </Button>
          )}
          <span className="grow" />
          <Button kind="quiet" size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          {mayEdit && (
            <Button kind="primary" size="l" submit working={working}>
              {t("common.save")}
            </Button>
          )}
        </>
      }
    >
      {!mayEdit && <Note icon="lock">{t("errors.not_permitted.title")}</Note>}
      {said && !(field && shownAt.has(field)) && (
        <Note tone="da" icon="alert">
          {said}
        </Note>
      )}
      <ProductFields
        form={form}
        categories={categories}
        stock={product ? product.stock : null}
        say={say}
        onForm={change}
        onNewCategory={() => setCategory(true)}
      />
      {category && <CategoryDialog onSaved={saved} onClose={() => setCategory(false)} />}
    </Dialog>
  );
}
