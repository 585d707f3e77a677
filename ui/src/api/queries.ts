import {
  QueryClient as Client,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import { type Answer, type Arguments, call, type RequestName } from "./call";
import { on } from "./events";
import { asDoorError, type DoorError } from "./failure";

export function newQueryClient(): QueryClient {
  return new Client({
    defaultOptions: {
      // `online` pauses when the machine has no network; the door is always here.
      queries: {
        networkMode: "always",
        retry: false,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

export function keyOf<N extends RequestName>(name: N, args: Arguments<N>): readonly [N, Arguments<N>] {
  return [name, args];
}

/** One call with its arguments as a plain value; the types were checked where it was asked. */
export function ask<N extends RequestName>(name: N, args: Arguments<N>): Promise<Answer<N>> {
  const untyped = call as (name: N, ...rest: unknown[]) => Promise<Answer<N>>;
  return args === null ? untyped(name) : untyped(name, args);
}

type Options<A> = {
  enabled?: boolean;
  keep?: boolean;
  fresh?: boolean;
  /** Milliseconds until it is asked again, while the answer or the refusal says so. */
  again?: (answer: A | undefined, error: DoorError | null) => number | false;
};

export function useAsk<N extends RequestName>(name: N, args: Arguments<N>, options: Options<Answer<N>> = {}) {
  return useQuery<Answer<N>, DoorError>({
    queryKey: keyOf(name, args),
    queryFn: () => ask(name, args),
    enabled: options.enabled ?? true,
    ...(options.again
      ? { refetchInterval: (query) => options.again?.(query.state.data, query.state.error) ?? false }
      : {}),
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
    ...(options.fresh ? { staleTime: 0, gcTime: 0 } : {}),
  });
}

export function useTell<N extends RequestName>(name: N, after?: (answer: Answer<N>) => void) {
  return useMutation<Answer<N>, DoorError, Arguments<N>>({
    mutationFn: (args) => ask(name, args).catch((thrown) => Promise.reject(asDoorError(thrown))),
    onSuccess: after,
  });
}

const productQueries = ["products.search", "products.favourites", "products.list", "products.get"];

type Listing = "receipts.list" | "products.list" | "reports.list";
type Cursor<N extends Listing> = Answer<N>["next"];

/** A list that goes on where the last page ended. */
export function usePages<N extends Listing>(name: N, filter: Omit<Arguments<N>, "after">) {
  return useInfiniteQuery({
    queryKey: [name, filter],
    queryFn: ({ pageParam }) => ask(name, { ...filter, after: pageParam } as Arguments<N>),
    initialPageParam: null as Cursor<N>,
    getNextPageParam: (page: Answer<N>) => page.next,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** A sale moves stock and adds a receipt. */
export function forgetSold(client: QueryClient): void {
  for (const name of ["receipts.list", "products.favourites", "products.search"]) {
    void client.invalidateQueries({ queryKey: [name] });
  }
}

export function forgetProducts(client: QueryClient): void {
  for (const name of [...productQueries, "categories.list"])
    void client.invalidateQueries({ queryKey: [name] });
}

/** Events make queries old; only an import that is under way is asked after. */
export function followEvents(client: QueryClient): () => void {
  const stop = [
    on("printer.status", () => void client.invalidateQueries({ queryKey: ["printer.status"] })),
    on("session.locked", () => void client.invalidateQueries({ queryKey: ["app.state"] })),
    on("journal.damaged", () => void client.invalidateQueries({ queryKey: ["app.state"] })),
    on("health.changed", () => {
      for (const name of ["app.state", "health.get"]) void client.invalidateQueries({ queryKey: [name] });
    }),
    on("sync.changed", () => void client.invalidateQueries({ queryKey: ["sync.state"] })),
    // what came may concern whatever is shown
    on("journal.received", () => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "setup.get" });
    }),
    on("copies.changed", () => void client.invalidateQueries({ queryKey: ["copies.state"] })),
    on("shift.changed", () => {
      for (const name of ["drawer.state", "reports.list"])
        void client.invalidateQueries({ queryKey: [name] });
    }),
    on("approval.changed", () => void client.invalidateQueries({ queryKey: ["approval.running"] })),
    on("tickets.changed", () => void client.invalidateQueries({ queryKey: ["tickets.list"] })),
    on("products.changed", () => forgetProducts(client)),
    on("import.progress", (state) => client.setQueryData(keyOf("imports.state", null), state)),
    on("reconnected", () => void client.invalidateQueries()),
  ];
  return () => {
    for (const off of stop) off();
  };
}
