import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, UserTile } from "../api/generated";
import { nobody, useBadge } from "../shared/badge";
import { Mark } from "../shared/icons/Mark";
import { useKeys } from "../shared/keyboard/keys";
import { useReadyMark } from "../shared/ready";
import { Clock } from "./Clock";
import type { PinTrouble } from "./LoginScreen";
import { PinPanel } from "./PinPanel";
import { Tiles } from "./Tiles";
import "./login.css";

type Props = {
  shopName: string;
  zone: string | undefined;
  till: string;
  demo: boolean;
  users: UserTile[];
  first: Id | null;
  lockedUntil: (user: UserTile) => number;
  trouble: PinTrouble | null;
  working: boolean;
  onEnter: (user: Id, pin: string) => Promise<void>;
};

const longest = 12;
const columns = 3;

export function Login(props: Props) {
  const { users, lockedUntil, trouble, working, onEnter } = props;
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Id | null>(
    props.first ?? (users.length === 1 ? (users[0]?.id ?? null) : null),
  );
  const [pin, setPin] = useState("");
  const user = users.find((item) => item.id === chosen) ?? null;

  const choose = (id: Id) => {
    setChosen(id);
    setPin("");
  };
  const move = (by: number) => {
    const at = users.findIndex((item) => item.id === chosen);
    const next = users[at < 0 ? 0 : Math.min(users.length - 1, Math.max(0, at + by))];
    if (next) choose(next.id);
  };
  const digit = (key: string) => setPin((old) => (old.length < longest ? old + key : old));
  const back = () => setPin((old) => old.slice(0, -1));
  const enter = () => {
    if (!user || pin === "" || working || lockedUntil(user) > Date.now()) return;
    void onEnter(user.id, pin).finally(() => setPin(""));
  };

  useBadge((code) => {
    if (!working) void onEnter(nobody, code).finally(() => setPin(""));
  });
  const digits = Object.fromEntries([..."0123456789"].map((key) => [key, () => user && digit(key)]));
  const keys = {
    ...digits,
    Backspace: back,
    Escape: () => setPin(""),
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    ArrowUp: () => move(-columns),
    ArrowDown: () => move(columns),
    ...(pin === "" ? {} : { Enter: enter }),
  };
  useKeys(keys, { overButtons: true });
  useReadyMark("login");

  return (
    <div className="login">
      <main className="lo-l">
        <div className="lo-hd">
          <Mark />
          <b className="el">{props.shopName}</b>
          <span className="grow" />
          {props.demo && <span className="badge in">{t("nav.demo")}</span>}
          {props.till && <span className="badge">{t("login.till", { till: props.till })}</span>}
        </div>
        <Clock zone={props.zone} />
        <Tiles users={users} chosen={chosen} lockedUntil={lockedUntil} onChoose={choose} />
      </main>
      <PinPanel
        user={user}
        pin={pin}
        until={user ? lockedUntil(user) : 0}
        left={trouble && trouble.user === user?.id ? trouble.left : undefined}
        working={working}
        onDigit={digit}
        onBack={back}
        onEnter={enter}
      />
    </div>
  );
}
