import type { ReactNode } from "react";
import type { SessionUser } from "../api/generated";
import { Icon } from "../shared/icons/Icon";
import { Key } from "../shared/parts/Button";
import { Avatar } from "../shared/parts/Small";

type Props = {
  label: string;
  user: SessionUser;
  gadgets: ReactNode;
  onBack: () => void;
  children: ReactNode;
};

export function PayHeader({ label, user, gadgets, onBack, children }: Props) {
  return (
    <header className="top">
      <button type="button" className="btn btn-q pay-back" onClick={onBack}>
        <Icon name="left" size={22} />
        <span className="i1">{label}</span>
        <Key name="Esc" />
      </button>
      <span className="vr" />
      <h1 className="i2 el pay-sum">{children}</h1>
      <span className="grow" />
      {gadgets}
      <span className="vr" />
      <span className="gad who">
        <Avatar name={user.name} />
        <b>{user.name.split(" ")[0]}</b>
      </span>
    </header>
  );
}
