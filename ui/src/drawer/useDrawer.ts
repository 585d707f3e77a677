import { useQueryClient } from "@tanstack/react-query";
import type { Arguments } from "../api/call";
import type { DrawerState } from "../api/generated";
import { ask, keyOf } from "../api/queries";
import { type Submit, useSubmit } from "../shared/forms/useSubmit";

type Told = "shift.open" | "shift.count" | "drawer.move" | "drawer.open" | "drawer.rules";

type Tell = <N extends Told>(name: N, args: Arguments<N>, after?: (state: DrawerState) => void) => void;

/** Each request about the drawer answers how it is then. */
export function useDrawer(): Submit & { tell: Tell } {
  const client = useQueryClient();
  const submit = useSubmit();
  const tell: Tell = (name, args, after) =>
    void submit.run(async () => {
      const state = await ask(name, args);
      client.setQueryData(keyOf("drawer.state", null), state);
      after?.(state);
    });
  return { ...submit, tell };
}
