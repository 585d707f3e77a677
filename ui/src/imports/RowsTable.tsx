import { useTranslation } from "react-i18next";
import type { ImportColumn, ImportField, ImportMapping, ImportRow } from "../api/generated";
import { useShop } from "../shared/shop";
import { ColumnHead } from "./ColumnHead";
import { counts, isNumber, setField, setMark } from "./mapping";

function Value({ row, field }: { row: ImportRow; field: ImportField }) {
  const { t } = useTranslation();
  const { shop, price, quantity } = useShop();
  if (field === "price")
    return row.price_missing ? <span className="wrn">{t("imports.noPrice")}</span> : price(row.price);
  if (field === "cost") return row.cost === null ? "" : price(row.cost);
  if (field === "stock")
    return row.stock === null ? "" : `${quantity(row.stock)}\u00a0${t(`units.${row.unit}`)}`;
  if (field === "unit") return t(`unitNames.${row.unit}`);
  if (field === "tax")
    return shop.tax_classes.find((tax) => tax.code === row.tax_class)?.name ?? row.tax_class;
  return row[field] ?? "";
}

type Props = {
  columns: ImportColumn[];
  mapping: ImportMapping;
  rows: ImportRow[];
  onMapping: (mapping: ImportMapping) => void;
};

/** The file's columns, what each means, and the first products as they would be. */
export function RowsTable({ columns, mapping, rows, onMapping }: Props) {
  const { t } = useTranslation();
  return (
    <div className="panel it scroll">
      <table>
        <thead>
          <tr>
            {columns.map((column, index) => {
              const mapped = mapping.columns[index];
              return mapped ? (
                <ColumnHead
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  key={index}
                  column={column}
                  index={index}
                  mapped={mapped}
                  onField={(field) => onMapping(setField(mapping, index, field))}
                  onMark={(mark) => onMapping(setMark(mapping, index, mark))}
                />
              ) : null;
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line}>
              {mapping.columns.map(({ field }, index) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  key={index}
                  className={field === "name" ? "w5" : isNumber(field) ? "num" : "i2"}
                >
                  {field && counts(mapping, index) ? <Value row={row} field={field} /> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="it-none i3">{t("imports.noGood")}</p>}
    </div>
  );
}
