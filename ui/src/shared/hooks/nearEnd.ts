import type { UIEvent } from "react";

/** Asks for the next page a screen before the end is reached. */
export function nearEnd(more: () => void): (event: UIEvent<HTMLElement>) => void {
  return ({ currentTarget: list }) => {
    if (list.scrollTop + 2 * list.clientHeight > list.scrollHeight) more();
  };
}
