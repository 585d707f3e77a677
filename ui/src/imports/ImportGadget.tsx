import { useTranslation } from "react-i18next";
import { useShop } from "../shared/shop";
import { useImports } from "./ImportContext";
import { percent, running } from "./progress";
import { Bar } from "./RunPanel";
import "./imports.css";

/** Wherever one is: an import is under way, and how far it is. */
export function ImportGadget({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const { rate } = useShop();
  const { run, shown } = useImports();
  if (shown === null || !run.state || !running(run.state)) return null;
  const arriving = run.state.phase === "arriving";
  return (
    <button type="button" className="gad igad" onClick={onOpen}>
      <span>
        <b>
          {arriving
            ? `${t("imports.gadget")} ${rate(percent(run.state) * 10_000)}`
            : t("imports.gadgetReading")}
        </b>
        <Bar state={run.state} />
      </span>
    </button>
  );
}
