import { useQueryClient } from "@tanstack/react-query";
import type { Arguments } from "../api/call";
import { ask, keyOf } from "../api/queries";
import { type Submit, useSubmit } from "../shared/forms/useSubmit";

type Told = `copies.${"make" | "cancel" | "drill" | "add" | "remove" | "seal"}`;

type Tell = <N extends Told>(name: N, args: Arguments<N>, after?: () => void) => void;

/** Each request about copies answers how they are then. */
export function useCopies(): Omit<Submit, "run"> & { tell: Tell } {
  const client = useQueryClient();
  const { run, ...submit } = useSubmit();
  const tell: Tell = (name, args, after) =>
    void run(async () => {
      client.setQueryData(keyOf("copies.state", null), await ask(name, args));
      after?.();
    });
  return { ...submit, tell };
}
