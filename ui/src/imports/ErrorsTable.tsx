import { useTranslation } from "react-i18next";
import type { ImportPreview } from "../api/generated";
import { useShop } from "../shared/shop";
import { useColumnName } from "./ColumnHead";
import { leftOut, sorted } from "./mapping";

/** Why rows stay out: how often each reason, and the first of them where they stand in the file. */
export function ErrorsTable({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const nameOf = useColumnName();
  const count = (value: number) => quantity(value * 1000);
  const where = (column: number | null) =>
    column === null ? t("imports.whole") : nameOf(preview.columns[column], column);
  return (
    <div className="ie">
      <ul className="panel scroll ie-why">
        {sorted(preview.error_counts).map(({ code, count: times }) => (
          <li key={code}>
            <b className="num">{count(times)}</b>
            <span>{t(`imports.row.${code}`)}</span>
          </li>
        ))}
        {leftOut(preview) > preview.first_errors.length && (
          <li className="i3 t13">{t("imports.firstErrors", { count: preview.first_errors.length })}</li>
        )}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it has nothing to press, and a keyboard must scroll it */}
      <section className="panel it scroll" aria-label={t("imports.errorsTab")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t("imports.line")}
              </th>
              <th scope="col">{t("imports.where")}</th>
              <th scope="col">{t("imports.value")}</th>
              <th scope="col">{t("imports.why")}</th>
            </tr>
          </thead>
          <tbody>
            {preview.first_errors.map((error) => (
              <tr key={`${error.line} ${error.column}`}>
                <td className="num i2">{count(error.line)}</td>
                <td className="i2">{where(error.column)}</td>
                <td className="w5 ie-value" title={error.value}>
                  {error.value}
                </td>
                <td className="ie-reason">
                  {t(`imports.row.${error.code}`)}
                  {error.first_line != null && (
                    <span className="i3"> {t("imports.firstAt", { line: count(error.first_line) })}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
