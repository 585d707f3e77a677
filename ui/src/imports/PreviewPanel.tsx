import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { counted } from "../shared/format/quantity";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";
import { Segmented, SelectField, SwitchField } from "../shared/parts/Choice";
import { useShop } from "../shared/shop";
import { ErrorsTable } from "./ErrorsTable";
import { type Draft, useImports } from "./ImportContext";
import { delimiters, hasName, leftOut, setHeader } from "./mapping";
import { RowsTable } from "./RowsTable";

function Facts({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const { edit, cut } = useImports();
  const { preview, mapping } = draft;
  const out = leftOut(preview);
  const priceless = preview.warning_counts.price_missing ?? 0;
  // What the program found to be the titles, to go back to.
  const titles = useRef(mapping.header ?? 0);
  if (mapping.header !== null) titles.current = mapping.header;
  const header =
    titles.current > 0 ? t("imports.headerAt", { line: titles.current + 1 }) : t("imports.header");
  return (
    <div className="panel if">
      <div className="grow" role="status">
        <b className="t20 w6 blk">{t("imports.good", counted(preview.good_count, quantity))}</b>
        <span className="if-more">
          <span className={out > 0 ? "wrn w5" : "i3"}>
            {out > 0 ? t("imports.out", counted(out, quantity)) : t("imports.noneOut")}
          </span>
          {priceless > 0 && (
            <span className="i2" title={t("imports.pricelessText")}>
              {t("imports.priceless", counted(priceless, quantity))}
            </span>
          )}
        </span>
      </div>
      <SelectField
        hideLabel
        label={t("imports.delimiter")}
        value={mapping.delimiter}
        options={delimiters.map((value) => ({ value, label: t(`imports.delimiters.${value}`) }))}
        onValue={cut}
      />
      <SwitchField
        label={header}
        checked={mapping.header !== null}
        onChecked={(on) => edit(setHeader(mapping, on ? titles.current : null))}
      />
    </div>
  );
}

/** Why the import cannot start, or what it will do with the products that are there. */
function Foot({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const { working, start } = useImports();
  const { preview, mapping } = draft;
  const named = hasName(mapping);
  const some = preview.good_count > 0;
  const priceless = (preview.warning_counts.price_missing ?? 0) > 0;
  const trouble = !named ? t("imports.noName") : !some && working === null ? t("imports.noGood") : null;
  return (
    <div className="row i-foot">
      <span className={trouble ? "grow wrn row" : "grow i2"} role={trouble ? "alert" : undefined}>
        {trouble && <Icon name="alert" size={18} />}
        {trouble ?? `${priceless ? `${t("imports.pricelessText")} ` : ""}${t("imports.known")}`}
      </span>
      <Button
        kind="primary"
        size="l"
        disabled={!named || !some}
        working={working === "starting" || working === "looking"}
        onClick={start}
      >
        {t("imports.start", counted(preview.good_count, quantity))}
      </Button>
    </div>
  );
}

export function PreviewPanel({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { edit } = useImports();
  const [tab, setTab] = useState<"rows" | "errors">("rows");
  const { preview, mapping } = draft;
  const errors = tab === "errors" && leftOut(preview) > 0;
  return (
    <>
      <Facts draft={draft} />
      {leftOut(preview) > 0 && (
        <Segmented
          label={t("imports.show")}
          value={errors ? "errors" : "rows"}
          options={[
            { value: "rows", label: t("imports.rowsTab") },
            { value: "errors", label: t("imports.errorsTab") },
          ]}
          onValue={setTab}
        />
      )}
      {errors ? (
        <ErrorsTable preview={preview} />
      ) : (
        <RowsTable columns={preview.columns} mapping={mapping} rows={preview.first_rows} onMapping={edit} />
      )}
      <Foot draft={draft} />
    </>
  );
}
