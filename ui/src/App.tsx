import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { watchFailures } from "./api/call";
import type { AppState } from "./api/generated";
import { keyOf } from "./api/queries";
import { LoginScreen } from "./login/LoginScreen";
import { localeOf, rememberLocale } from "./shared/i18n";
import { Mark } from "./shared/icons/Mark";
import { Guard } from "./shared/parts/Guard";
import { Toasts } from "./shared/parts/Toasts";
import { clearToasts } from "./shared/parts/toasts";
import { ShopProvider } from "./shared/shop";
import { useTheme } from "./shared/theme";
import { Broken } from "./shell/Broken";
import { Shell } from "./shell/Shell";
import { useOpening } from "./shell/useOpening";

/** Seen once in a shop's life: not worth loading every morning. */
const SetupScreen = lazy(() =>
  import("./setup/SetupScreen").then((module) => ({ default: module.SetupScreen })),
);

/** The words follow the state; during set-up the wizard itself decides. Before there is a state, they are the last ones. */
function useLanguage(state: AppState | undefined): void {
  const { i18n } = useTranslation();
  const locale = state && state.phase !== "setup" ? localeOf(state.language, state.shop?.country) : undefined;
  useEffect(() => {
    if (!locale) return;
    rememberLocale(locale);
    if (locale !== i18n.language) void i18n.changeLanguage(locale);
  }, [locale, i18n]);
  useEffect(() => {
    document.documentElement.lang = i18n.language;
  }, [i18n.language]);
}

function useExpiry(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      watchFailures((failure) => {
        if (["session_expired", "session_locked"].includes(failure.code))
          void client.invalidateQueries({ queryKey: ["app.state"] });
      }),
    [client],
  );
}

function Waiting() {
  return (
    <div className="empty" style={{ height: "100%" }}>
      <span className="acc">
        <Mark size={48} />
      </span>
    </div>
  );
}

function Phase({ state, onState }: { state: AppState; onState: (state: AppState) => void }) {
  if (state.phase === "setup") {
    return (
      <Suspense fallback={<Waiting />}>
        <SetupScreen onDone={onState} />
      </Suspense>
    );
  }
  if (state.phase === "login" || !state.shop || !state.user)
    return <LoginScreen state={state} onState={onState} />;
  return (
    <ShopProvider shop={state.shop} language={state.language}>
      <Shell key={state.user.id} state={state} user={state.user} onState={onState} />
    </ShopProvider>
  );
}

export function App() {
  const client = useQueryClient();
  const { state, trouble, working, retry } = useOpening();
  useLanguage(state);
  useTheme(state?.theme);
  useExpiry();
  const onState = (next: AppState) => {
    // Another person sees nothing that the one before asked for.
    if (next.user?.id !== state?.user?.id) {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== "app.state" });
      clearToasts();
    }
    client.setQueryData(keyOf("app.state", null), next);
  };
  return (
    <Guard fallback={(again) => <Broken thrown={{ code: "internal" }} onRetry={again} />}>
      {state ? (
        <Phase state={state} onState={onState} />
      ) : trouble ? (
        <Broken thrown={trouble} working={working} onRetry={retry} />
      ) : (
        <Waiting />
      )}
      <Toasts />
    </Guard>
  );
}
