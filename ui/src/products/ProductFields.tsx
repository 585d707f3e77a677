import { useTranslation } from "react-i18next";
import type { Category, Quantity, Unit } from "../api/generated";
import { SelectField, SwitchField } from "../shared/parts/Choice";
import { TextField } from "../shared/parts/Field";
import { useShop } from "../shared/shop";
import { BarcodesField } from "./BarcodesField";
import type { ProductForm } from "./form";

const units: Unit[] = ["piece", "kg", "g", "l", "m"];
const makeNew = "new";

type Props = {
  form: ProductForm;
  categories: Category[];
  stock: Quantity | null;
  say: (field: keyof ProductForm) => string | null;
  onForm: (part: Partial<ProductForm>) => void;
  onNewCategory: () => void;
};

function Stock({ form, stock, say, onForm }: Omit<Props, "categories" | "onNewCategory">) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const unit = t(`units.${form.unit}`);
  return (
    <>
      <SwitchField
        label={t("products.trackStock")}
        hint={t("products.trackHint")}
        checked={form.track_stock}
        onChecked={(track_stock) => onForm({ track_stock })}
      />
      <SwitchField
        label={t("products.favourite")}
        hint={t("products.favouriteHint")}
        checked={form.favourite}
        onChecked={(favourite) => onForm({ favourite })}
      />
      {form.track_stock && (
        <>
          {stock === null ? (
            <TextField
              label={t("products.openingStock")}
              figure
              after={unit}
              value={form.opening_stock}
              error={say("opening_stock")}
              onText={(opening_stock) => onForm({ opening_stock })}
            />
          ) : (
            <div className="field">
              <span className="lab">{t("products.stockNow")}</span>
              <span className="inp off">
                <b className="grow num w6">{quantity(stock)}</b>
                <span className="unit">{unit}</span>
              </span>
            </div>
          )}
          <TextField
            label={`${t("products.minStock")} (${t("common.optional")})`}
            figure
            after={unit}
            value={form.min_stock}
            error={say("min_stock")}
            onText={(min_stock) => onForm({ min_stock })}
          />
        </>
      )}
    </>
  );
}

export function ProductFields(props: Props) {
  const { form, categories, say, onForm, onNewCategory } = props;
  const { t } = useTranslation();
  const { shop, currency } = useShop();
  const optional = `(${t("common.optional")})`;
  const inCategories = [
    { value: null, label: t("products.noCategory") },
    ...categories.map((item) => ({ value: item.id, label: item.name })),
    { value: makeNew, label: t("products.newCategoryOption") },
  ];
  return (
    <div className="pform">
      <div className="full">
        <TextField
          label={t("products.name")}
          value={form.name}
          autoFocus
          maxLength={120}
          error={say("name")}
          onText={(name) => onForm({ name })}
        />
      </div>
      <BarcodesField
        codes={form.barcodes}
        error={say("barcodes")}
        onCodes={(barcodes) => onForm({ barcodes })}
      />
      <TextField
        label={`${t("products.sku")} ${optional}`}
        value={form.sku}
        maxLength={40}
        hint={t("products.skuHint")}
        error={say("sku")}
        onText={(sku) => onForm({ sku })}
      />
      <TextField
        label={t("products.price")}
        figure
        before={currency.symbol}
        value={form.price}
        hint={t(shop.price_mode === "inclusive" ? "products.priceIn" : "products.priceEx")}
        error={say("price")}
        onText={(price) => onForm({ price })}
      />
      <TextField
        label={`${t("products.cost")} ${optional}`}
        figure
        before={currency.symbol}
        value={form.cost}
        error={say("cost")}
        onText={(cost) => onForm({ cost })}
      />
      <SelectField
        label={t("products.unit")}
        value={form.unit}
        options={units.map((value) => ({ value, label: t(`unitNames.${value}`) }))}
        error={say("unit")}
        onValue={(unit) => onForm({ unit })}
      />
      <SelectField
        label={t("products.taxClass")}
        value={form.tax_class}
        options={shop.tax_classes.map((tax) => ({ value: tax.code, label: tax.name }))}
        error={say("tax_class")}
        onValue={(tax_class) => onForm({ tax_class })}
      />
      <div className="full">
        <SelectField
          label={t("products.category")}
          value={form.category}
          options={inCategories}
          error={say("category")}
          onValue={(category) => (category === makeNew ? onNewCategory() : onForm({ category }))}
        />
      </div>
      <TextField
        label={`${t("products.minimumAge")} ${optional}`}
        figure
        after={t("products.years")}
        value={form.minimum_age}
        hint={t("products.minimumAgeHint")}
        error={say("minimum_age")}
        onText={(text) => onForm({ minimum_age: text.replace(/\D/g, "").slice(0, 2) })}
      />
      <TextField
        label={`${t("products.warning")} ${optional}`}
        value={form.warning}
        maxLength={120}
        hint={t("products.warningHint")}
        error={say("warning")}
        onText={(warning) => onForm({ warning })}
      />
      <Stock {...props} />
    </div>
  );
}
