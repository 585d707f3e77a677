import { useEffect } from "react";

export type Theme = "light" | "dark" | "system";

const memory = "theme";
const darkSystem = () => window.matchMedia("(prefers-color-scheme: dark)");

function show(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && darkSystem().matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

/** Before the state is known: what this screen wore last, so that a dark shop does not flash white. */
export function showLastTheme(): void {
  const last = localStorage.getItem(memory);
  show(last === "light" || last === "dark" ? last : "system");
}

export function useTheme(theme: Theme | undefined): void {
  useEffect(() => {
    if (!theme) return;
    localStorage.setItem(memory, theme);
    show(theme);
    if (theme !== "system") return;
    const system = darkSystem();
    const follow = () => show("system");
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme]);
}
