import { useState } from "react";
import { call } from "../api/call";
import { asDoorError, type DoorError } from "../api/failure";
import type { AppState, Id, UserTile } from "../api/generated";
import { useAsk } from "../api/queries";
import { showFailure } from "../shared/parts/trouble";
import { Login } from "./Login";

/** Who was here last on this screen: after a lock it is usually the same person. */
let lastUser: Id | null = null;

type Props = { state: AppState; onState: (state: AppState) => void };

export type PinTrouble = { user: Id; left: number | null };

export function LoginScreen({ state, onState }: Props) {
  const tiles = useAsk("users.tiles", null, { fresh: true });
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState<PinTrouble | null>(null);
  const [locks, setLocks] = useState<Record<Id, number>>({});
  const users = tiles.data ?? [];

  const refuse = (user: Id, failure: DoorError) => {
    if (failure.code === "wrong_pin") {
      const left = Number(failure.params.left);
      setTrouble({ user, left: Number.isFinite(left) ? left : null });
    } else if (failure.code === "locked_out") {
      setTrouble(null);
      setLocks((old) => ({ ...old, [user]: Date.now() + Number(failure.params.seconds ?? 0) * 1000 }));
    } else showFailure(failure);
  };
  const enter = async (user: Id, secret: string) => {
    setWorking(true);
    try {
      const next = await call("login", { user, secret });
      lastUser = user;
      onState(next);
    } catch (thrown) {
      refuse(user, asDoorError(thrown));
    } finally {
      setWorking(false);
    }
  };
  const lockedUntil = (user: UserTile) => Math.max(locks[user.id] ?? 0, user.locked_until_ms ?? 0);

  if (!tiles.data) return null;
  return (
    <Login
      shopName={state.shop?.name ?? "Mostrador"}
      zone={state.shop?.time_zone}
      till={state.till}
      demo={state.demo}
      users={users}
      first={lastUser}
      lockedUntil={lockedUntil}
      trouble={trouble}
      working={working}
      onEnter={enter}
    />
  );
}
