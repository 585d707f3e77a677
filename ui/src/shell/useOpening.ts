import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { watchFailures } from "../api/call";
import type { DoorError } from "../api/failure";
import type { AppState } from "../api/generated";
import { keyOf, useAsk } from "../api/queries";
import { clearToasts } from "../shared/parts/toasts";

const askedEvery = 1000;

/** A till that is being put together again has nothing that was on the screen before, and nobody signed in. */
function useClosing(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      watchFailures(({ code }) => {
        const state = keyOf("app.state", null);
        if (code !== "restoring" || client.getQueryData(state) === undefined) return;
        client.removeQueries({ predicate: (query) => query.queryKey[0] !== "app.state" });
        clearToasts();
        void client.resetQueries({ queryKey: state });
      }),
    [client],
  );
}

export type Opening = {
  state: AppState | undefined;
  /** Why the till is not open. It stays on the screen while the state is asked for again. */
  trouble: DoorError | null;
  working: boolean;
  retry: () => void;
};

export function useOpening(): Opening {
  useClosing();
  const again = (_: AppState | undefined, error: DoorError | null) =>
    error?.code === "restoring" ? askedEvery : false;
  const { data: state, error, refetch, isFetching } = useAsk("app.state", null, { again });
  const [last, setLast] = useState<DoorError | null>(null);
  useEffect(() => {
    if (state) setLast(null);
    else if (error) setLast(error);
  }, [state, error]);
  return {
    state,
    trouble: state ? null : (error ?? last),
    working: isFetching,
    retry: () => void refetch(),
  };
}
