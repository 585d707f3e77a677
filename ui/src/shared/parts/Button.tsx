import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { Icon } from "../icons/Icon";
import type { IconName } from "../icons/shapes";

export type ButtonKind = "plain" | "primary" | "tonal" | "quiet" | "danger" | "solid-danger";
export type ButtonSize = "m" | "l" | "xl";

const kinds: Record<ButtonKind, string> = {
  plain: "",
  primary: "btn-p",
  tonal: "btn-t",
  quiet: "btn-q",
  danger: "btn-d",
  "solid-danger": "btn-ds",
};
const sizes: Record<ButtonSize, string> = { m: "", l: "btn-l", xl: "btn-xl" };

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "type"> & {
  kind?: ButtonKind;
  size?: ButtonSize;
  icon?: IconName;
  keyHint?: string;
  wide?: boolean;
  working?: boolean;
  submit?: boolean;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

export function Button(props: Props) {
  const {
    kind = "plain",
    size = "m",
    icon,
    keyHint,
    wide,
    working,
    submit,
    children,
    className,
    ...rest
  } = props;
  const names = ["btn", kinds[kind], sizes[size], wide ? "btn-w" : "", children ? "" : "btn-i", className];
  return (
    <button
      {...rest}
      type={submit ? "submit" : "button"}
      className={names.filter(Boolean).join(" ")}
      aria-busy={working || undefined}
      onClick={working ? (event) => event.preventDefault() : rest.onClick}
    >
      {working ? <span className="spin" /> : icon && <Icon name={icon} size={kind === "plain" ? 20 : 18} />}
      {children && <span>{children}</span>}
      {keyHint && <Key name={keyHint} />}
    </button>
  );
}

/** A key is a hint for the eye; the label alone is the name of the button. */
export function Key({ name }: { name: string }) {
  return (
    <span aria-hidden="true" className="key-hint">
      <kbd>{name}</kbd>
    </span>
  );
}
