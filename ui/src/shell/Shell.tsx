import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../api/call";
import type { AppState, Language, SessionUser } from "../api/generated";
import { CustomersScreen } from "../customers/CustomersScreen";
import { DrawerScreen } from "../drawer/DrawerScreen";
import { ImportProvider, useImports } from "../imports/ImportContext";
import { ImportGadget } from "../imports/ImportGadget";
import { ImportScreen } from "../imports/ImportScreen";
import { SyncGadget } from "../office/SyncGadget";
import { PayScreen } from "../pay/PayScreen";
import { ProductsScreen } from "../products/ProductsScreen";
import { ReceiptsScreen } from "../receipts/ReceiptsScreen";
import { SellScreen } from "../sell/SellScreen";
import { ShortcutsDialog } from "../sell/ShortcutsDialog";
import { TillProvider, useTill } from "../sell/TillContext";
import { SettingsScreen } from "../settings/SettingsScreen";
import { useKeys } from "../shared/keyboard/keys";
import { showFailure } from "../shared/parts/trouble";
import { useScanner } from "../shared/scanner/useScanner";
import type { Theme } from "../shared/theme";
import { TicketChips } from "../tickets/TicketChips";
import { TicketsDialog } from "../tickets/TicketsDialog";
import { GrantGadget } from "./GrantGadget";
import { Burger, UserMenu } from "./Menus";
import { NoticeBar } from "./NoticeBar";
import { PrinterGadget } from "./PrinterGadget";
import { Rail } from "./Rail";
import type { Place, View } from "./views";
import "./shell.css";

type Props = { state: AppState; user: SessionUser; onState: (state: AppState) => void };

function usePreferences(onState: (state: AppState) => void) {
  const set = (change: { language?: Language; theme?: Theme }) =>
    void call("preferences.set", change).then(onState).catch(showFailure);
  const lock = () => void call("lock").then(onState).catch(showFailure);
  return { set, lock };
}

function Frame({ state, user, onState }: Props) {
  const { t } = useTranslation();
  const till = useTill();
  const imports = useImports();
  const [view, setView] = useState<View>("sell");
  const [help, setHelp] = useState(false);
  const [tickets, setTickets] = useState(false);
  const { set, lock } = usePreferences(onState);
  const go = (next: View) => setView(next);

  useKeys(
    {
      "ctrl+l": lock,
      F3: () => go("receipts"),
      F8: () => go("drawer"),
      F10: () => go("customers"),
      "?": () => setHelp(true),
    },
    { enabled: view !== "pay" },
  );
  const back = () => (view === "products" && imports.open ? imports.setOpen(false) : go("sell"));
  const toImport = () => {
    imports.setOpen(true);
    go("products");
  };
  useKeys({ Escape: back }, { enabled: view !== "sell" && view !== "pay" });
  // Wherever one is, a scan means selling; screens that want codes themselves take them first.
  useScanner(
    (code) => {
      go("sell");
      till.scan(code);
    },
    { base: true },
  );

  if (view === "pay") {
    return <PayScreen user={user} onBack={() => go("sell")} gadgets={<PrinterGadget />} />;
  }
  return (
    <div className="app">
      <Rail view={view} onView={go} onLock={lock} />
      <header className="top">
        <Burger view={view} onView={(next: Place) => go(next)} onLock={lock} />
        <span className="name el">{state.shop?.name}</span>
        {state.till && <span className="badge">{t("login.till", { till: state.till })}</span>}
        {state.demo && (
          <span className="badge in" title={t("nav.demoHint")}>
            {t("nav.demo")}
          </span>
        )}
        {view === "sell" && <TicketChips onAll={() => setTickets(true)} />}
        <span className="grow" />
        {!(view === "products" && imports.open) && <ImportGadget onOpen={toImport} />}
        <GrantGadget />
        <SyncGadget />
        <PrinterGadget />
        <span className="vr" />
        <UserMenu
          user={user}
          language={state.language}
          theme={state.theme}
          onLanguage={(language) => set({ language })}
          onTheme={(theme) => set({ theme })}
          onLock={lock}
        />
      </header>
      <div className="content">
        {state.notices.map((notice) => (
          <NoticeBar key={notice.code} notice={notice} user={user.id} />
        ))}
        {view === "sell" && (
          <SellScreen
            user={user}
            onPay={() => go("pay")}
            onTickets={() => setTickets(true)}
            onReceipts={() => go("receipts")}
            onHelp={() => setHelp(true)}
            onDrawer={() => go("drawer")}
          />
        )}
        {view === "receipts" && (
          <ReceiptsScreen
            user={user}
            onTicket={(cart) => {
              till.tookUp(cart);
              go("sell");
            }}
            onReturned={(cart) => {
              till.returned(cart);
              go("sell");
            }}
          />
        )}
        {view === "customers" && (
          <CustomersScreen
            user={user}
            onTicket={(cart) => {
              till.tookUp(cart);
              go("sell");
            }}
          />
        )}
        {view === "drawer" && <DrawerScreen user={user} onSell={() => go("sell")} />}
        {view === "products" &&
          (imports.open ? (
            <ImportScreen />
          ) : (
            <ProductsScreen user={user} onImport={() => imports.setOpen(true)} />
          ))}
        {view === "settings" && <SettingsScreen state={state} user={user} onPreferences={set} />}
      </div>
      {tickets && <TicketsDialog onClose={() => setTickets(false)} />}
      <ShortcutsDialog open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

export function Shell(props: Props) {
  return (
    <TillProvider>
      <ImportProvider user={props.user}>
        <Frame {...props} />
      </ImportProvider>
    </TillProvider>
  );
}
