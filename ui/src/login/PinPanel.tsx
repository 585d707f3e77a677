import { useTranslation } from "react-i18next";
import type { UserTile } from "../api/generated";
import { countdown, useNow } from "../shared/hooks/useNow";
import { Icon } from "../shared/icons/Icon";
import { Avatar } from "../shared/parts/Small";

type Props = {
  user: UserTile | null;
  pin: string;
  until: number;
  /** undefined: nothing went wrong; null: it did, and nobody said how many are left. */
  left: number | null | undefined;
  working: boolean;
  onDigit: (key: string) => void;
  onBack: () => void;
  onEnter: () => void;
};

function Message({ until, left }: Pick<Props, "until" | "left">) {
  const { t } = useTranslation();
  const now = useNow(500);
  if (until > now)
    return <span className="wrn w5">{t("login.locked", { time: countdown(until, now) })}</span>;
  if (left === undefined) return null;
  return (
    <>
      <span className="dng w5">{t("errors.wrong_pin.title")}. </span>
      {left !== null && <span className="i2">{t("login.left", { count: left })}</span>}
    </>
  );
}

function Pad({
  working,
  ready,
  onDigit,
  onBack,
  onEnter,
}: Omit<Props, "user" | "pin" | "until" | "left"> & { ready: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="lo-kp">
      {[..."123456789"].map((key) => (
        <button key={key} type="button" onClick={() => onDigit(key)}>
          {key}
        </button>
      ))}
      <button type="button" className="q" aria-label={t("common.erase")} onClick={onBack}>
        <Icon name="back" size={26} />
      </button>
      <button type="button" onClick={() => onDigit("0")}>
        0
      </button>
      <button
        type="button"
        className="go"
        aria-label={t("login.enter")}
        aria-disabled={!ready}
        onClick={onEnter}
      >
        {working ? <span className="spin" /> : <Icon name="check" size={30} />}
      </button>
    </div>
  );
}

export function PinPanel({ user, pin, until, left, ...pad }: Props) {
  const { t } = useTranslation();
  if (!user) {
    return (
      <aside className="lo-r lo-none">
        <Icon name="user" size={40} className="i3" />
        <h1>{t("login.choose")}</h1>
        <p className="i2 t15">{t("login.chooseText")}</p>
      </aside>
    );
  }
  const dots = Math.max(4, pin.length);
  return (
    <aside className="lo-r">
      <Avatar name={user.name} tinted />
      <h1 className="el">{t("login.hello", { name: user.name.split(" ")[0] })}</h1>
      <div className="i2 t15">{t("login.askPin")}</div>
      <div className="lo-pin" role="img" aria-label={t("login.pinLength", { count: pin.length })}>
        {Array.from({ length: dots }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity but their place
          <i key={index} className={index < pin.length ? "f" : ""} />
        ))}
      </div>
      <div className="lo-msg t13" aria-live="polite">
        <Message until={until} left={left} />
      </div>
      <Pad ready={pin !== ""} {...pad} />
    </aside>
  );
}
