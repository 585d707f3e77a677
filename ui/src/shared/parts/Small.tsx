import type { ReactNode } from "react";
import { failureText } from "../i18n/failure";
import { Icon } from "../icons/Icon";
import type { IconName } from "../icons/shapes";

export const tints = ["rosa", "azul", "ambar", "oliva", "violeta", "cielo", "naranja", "verde"] as const;

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? "";
  const second = words.length > 1 ? (words[1]?.[0] ?? "") : (words[0]?.[1] ?? "");
  return (first + second).toUpperCase();
}

/** The same name always wears the same tint. */
export function tintOf(name: string): string {
  let hash = 2166136261;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  return tints[(hash >>> 8) % tints.length] ?? "azul";
}

export function tintStyle(tint: string): React.CSSProperties {
  const known = (tints as readonly string[]).includes(tint) ? tint : "oliva";
  return {
    "--b": `var(--cat-${known}-bg)`,
    "--l": `var(--cat-${known}-line)`,
    "--i": `var(--cat-${known}-ink)`,
  } as React.CSSProperties;
}

export function Avatar({ name, tinted }: { name: string; tinted?: boolean }) {
  const style = tinted
    ? {
        ...tintStyle(tintOf(name)),
        background: "color-mix(in srgb, var(--l) 60%, var(--b))",
        color: "var(--i)",
      }
    : undefined;
  return (
    <span className="av" style={style} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

type EmptyProps = { icon: IconName; title: string; children?: ReactNode; className?: string };

export function Empty({ icon, title, children, className = "" }: EmptyProps) {
  return (
    <div className={`empty ${className}`}>
      <Icon name={icon} size={40} />
      <b>{title}</b>
      {children}
    </div>
  );
}

type NoteProps = { tone?: "da" | "wa" | "ok"; icon?: IconName; title?: string; children?: ReactNode };

export function Note({ tone, icon = "info", title, children }: NoteProps) {
  return (
    <div className={`note ${tone ?? ""}`} role={tone === "da" ? "alert" : "status"}>
      <Icon name={icon} size={20} />
      <div className="grow">
        {title && <b>{title}</b>}
        {children && <span className="t">{children}</span>}
      </div>
    </div>
  );
}

/** A list that could not be read says why, in its own place. */
export function Refused({ thrown }: { thrown: unknown }) {
  const { title, text } = failureText(thrown);
  return (
    <Empty icon="alert" title={title} className="grow">
      <span>{text}</span>
    </Empty>
  );
}
