import { useQueryClient } from "@tanstack/react-query";
import type { Arguments } from "../api/call";
import type { DoorError } from "../api/failure";
import type { DrawerState } from "../api/generated";
import { ask, keyOf } from "../api/queries";
import { type Submit, useSubmit } from "../shared/forms/useSubmit";

type Told = "shift.open" | "shift.count" | "drawer.move" | "drawer.open" | "drawer.rules";

type Tell = <N extends Told>(
  name: N,
  args: Arguments<N>,
  after?: (state: DrawerState) => void,
) => Promise<DoorError | null>;

/** Each request about the drawer answers how it is then. */
export function useDrawer(): Submit & { tell: Tell; orRefresh: <T>(answer: Promise<T>) => Promise<T> } {
  const client = useQueryClient();
  const submit = useSubmit();
  // whatever was refused, the drawer may not be as the screen thought
  const orRefresh = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (thrown) {
      void client.invalidateQueries({ queryKey: ["drawer.state"] });
      throw thrown;
    }
  };
  const tell: Tell = (name, args, after) =>
    submit.run(async () => {
      const state = await orRefresh(ask(name, args));
      client.setQueryData(keyOf("drawer.state", null), state);
      after?.(state);
    });
  return { ...submit, tell, orRefresh };
}
