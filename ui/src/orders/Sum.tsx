import type { ReactNode } from "react";

type Props = { label: ReactNode; strong?: boolean; quiet?: boolean; children: ReactNode };

/** A figure under its name. */
export function Sum({ label, strong, quiet, children }: Props) {
  return (
    <div className={["ord-r", strong ? "strong" : "", quiet ? "quiet" : ""].filter(Boolean).join(" ")}>
      <span>{label}</span>
      <b className="num">{children}</b>
    </div>
  );
}
