import type { ReactNode } from "react";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";

type Props = { icon: IconName; tone?: "acc" | "wrn" | "i3"; children: ReactNode };

/** One thing that a till which is not open has to say. */
export function BrokenLine({ icon, tone = "i3", children }: Props) {
  return (
    <p>
      <Icon name={icon} className={tone} />
      <span>{children}</span>
    </p>
  );
}
