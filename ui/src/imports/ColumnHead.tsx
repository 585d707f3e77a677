import { useTranslation } from "react-i18next";
import type { DecimalMark, ImportColumn, ImportColumnMapping, ImportField } from "../api/generated";
import { SelectField } from "../shared/parts/Choice";
import { fields, isNumber } from "./mapping";

/** What the file calls a column, or its place. */
export function useColumnName() {
  const { t } = useTranslation();
  return (column: ImportColumn | undefined, index: number) =>
    column?.header || t("imports.column", { number: index + 1 });
}

type Props = {
  column: ImportColumn;
  index: number;
  mapped: ImportColumnMapping;
  onField: (field: ImportField | null) => void;
  onMark: (mark: DecimalMark) => void;
};

export function ColumnHead({ column, index, mapped, onField, onMark }: Props) {
  const { t } = useTranslation();
  const title = useColumnName()(column, index);
  return (
    <th
      scope="col"
      className={mapped.field === null ? "ic-off" : isNumber(mapped.field) ? "ic-num" : undefined}
    >
      <div className="t13 w6 el" title={title}>
        {title}
      </div>
      <div className="ic-pick">
        <SelectField
          hideLabel
          label={t("imports.meaning", { column: title })}
          value={mapped.field}
          options={[
            { value: null, label: t("imports.ignore") },
            ...fields.map((value) => ({ value, label: t(`imports.fields.${value}`) })),
          ]}
          onValue={onField}
        />
        {isNumber(mapped.field) && (
          <SelectField
            hideLabel
            label={t("imports.mark", { column: title })}
            value={mapped.decimal_mark}
            options={[
              { value: "point", label: "1.50" },
              { value: "comma", label: "1,50" },
            ]}
            onValue={onMark}
          />
        )}
      </div>
      <div className="t12 i3 el">{column.samples.join(" · ") || "\u00a0"}</div>
    </th>
  );
}
