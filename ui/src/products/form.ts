import type { Currency, Id, Product, ProductSave, Unit } from "../api/generated";
import { parseUnitPrice, unitPriceText } from "../shared/format/money";
import { parseQuantity, quantityText } from "../shared/format/quantity";

/** What is typed, as it is typed. */
export type ProductForm = {
  id: Id | null;
  name: string;
  sku: string;
  barcodes: string[];
  unit: Unit;
  price: string;
  cost: string;
  tax_class: string;
  category: Id | null;
  favourite: boolean;
  active: boolean;
  track_stock: boolean;
  opening_stock: string;
  min_stock: string;
  minimum_age: string;
  warning: string;
};

export function newForm(taxClass: string): ProductForm {
  return {
    id: null,
    name: "",
    sku: "",
    barcodes: [],
    unit: "piece",
    price: "",
    cost: "",
    tax_class: taxClass,
    category: null,
    favourite: false,
    active: true,
    track_stock: true,
    opening_stock: "",
    min_stock: "",
    minimum_age: "",
    warning: "",
  };
}

export function formOf(product: Product, currency: Currency): ProductForm {
  return {
    id: product.id,
    name: product.name,
    sku: product.sku,
    barcodes: product.barcodes,
    unit: product.unit,
    price: unitPriceText(product.price, currency),
    cost: product.cost === null ? "" : unitPriceText(product.cost, currency),
    tax_class: product.tax_class,
    category: product.category,
    favourite: product.favourite,
    active: product.active,
    track_stock: product.track_stock,
    opening_stock: "",
    min_stock: product.min_stock === null ? "" : quantityText(product.min_stock, currency),
    minimum_age: product.minimum_age?.toString() ?? "",
    warning: product.warning,
  };
}

export type FormProblem = "question.needName" | "products.badPrice" | "products.badQuantity";
export type FormProblems = Partial<Record<keyof ProductForm, FormProblem>>;
export type Checked = { save: ProductSave; problems: null } | { save: null; problems: FormProblems };

const empty = (text: string) => text.trim() === "";

/** Text into integers. Whether they make sense is the door's to say. */
export function checkForm(form: ProductForm, currency: Currency): Checked {
  const price = parseUnitPrice(form.price, currency);
  const cost = empty(form.cost) ? null : parseUnitPrice(form.cost, currency);
  const opening = empty(form.opening_stock) ? null : parseQuantity(form.opening_stock);
  const least = empty(form.min_stock) ? null : parseQuantity(form.min_stock);
  const problems: FormProblems = {};
  if (empty(form.name)) problems.name = "question.needName";
  if (cost === null && !empty(form.cost)) problems.cost = "products.badPrice";
  if (opening === null && !empty(form.opening_stock)) problems.opening_stock = "products.badQuantity";
  if (least === null && !empty(form.min_stock)) problems.min_stock = "products.badQuantity";
  if (price === null) problems.price = "products.badPrice";
  if (price === null || Object.keys(problems).length > 0) return { save: null, problems };
  const track = form.track_stock;
  return {
    problems: null,
    save: {
      ...form,
      name: form.name.trim(),
      sku: form.sku.trim(),
      price,
      cost,
      min_stock: track ? least : null,
      minimum_age: empty(form.minimum_age) ? null : Number(form.minimum_age),
      warning: form.warning.trim(),
      opening_stock: track && form.id === null ? opening : null,
    },
  };
}
