import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, SessionUser, ShiftView } from "../api/generated";
import { useAsk } from "../api/queries";
import { Segmented } from "../shared/parts/Choice";
import { Refused } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { can } from "../shared/permissions";
import { useShop } from "../shared/shop";
import { CloseShift } from "./CloseShift";
import { OpenShift } from "./OpenShift";
import { People } from "./People";
import { Reports } from "./Reports";
import { ShiftPanel } from "./ShiftPanel";
import { Values } from "./Values";
import "../receipts/receipts.css";
import "./drawer.css";

type Tab = "now" | "reports" | "people" | "values";

function Since({ shift }: { shift: ShiftView }) {
  const { t } = useTranslation();
  const { dateTime } = useShop();
  return (
    <span className="i2 t15 el">
      {t("drawer.since", { name: shift.opened_by, time: dateTime(shift.opened_at_ms) })}
    </span>
  );
}

/** The drawer of this till: opened with a count, closed with one. */
export function DrawerScreen({ user, onSell }: { user: SessionUser; onSell: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: state, error } = useAsk("drawer.state", null, { fresh: true });
  const [tab, setTab] = useState<Tab>("now");
  const [closing, setClosing] = useState(false);
  const [closed, setClosed] = useState<Id | null>(null);
  const shown: Tab[] = can(user, "approve") ? ["now", "reports", "people", "values"] : ["now", "reports"];
  const tabs = shown.map((value) => ({ value, label: t(`drawer.tabs.${value}`) }));
  const done = (number: string, shift: Id) => {
    showToast({ tone: "done", title: t("drawer.closedDone", { number }) });
    setClosing(false);
    setClosed(shift);
    setTab("reports");
    for (const name of ["drawer.state", "reports.list"]) void client.invalidateQueries({ queryKey: [name] });
  };
  return (
    <main className="drw">
      <div className="drw-top">
        <h1>{t("drawer.title")}</h1>
        {state?.open && tab === "now" && <Since shift={state.open} />}
        <span className="grow" />
        <Segmented label={t("drawer.title")} value={tab} options={tabs} onValue={setTab} />
      </div>
      {error && <Refused thrown={error} />}
      {tab === "reports" && <Reports first={closed} />}
      {tab === "people" && <People />}
      {tab === "values" && <Values />}
      {tab === "now" &&
        state &&
        (!state.open ? (
          <OpenShift state={state} onOpened={onSell} />
        ) : closing ? (
          <CloseShift
            shift={state.open}
            onBack={() => setClosing(false)}
            onClosed={(z) => done(z.number, z.shift)}
          />
        ) : (
          <ShiftPanel shift={state.open} onClose={() => setClosing(true)} />
        ))}
    </main>
  );
}
