import { useTranslation } from "react-i18next";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import type { Method, Paid } from "./payment";

export const methodIcons: Record<Paid, IconName> = {
  cash: "cash",
  card: "card",
  transfer: "transfer",
  account: "users",
  value: "tag",
  deposit: "box",
  points: "star",
};

const keys: Record<Method, string> = {
  cash: "F1",
  card: "F2",
  transfer: "F3",
  account: "F4",
  value: "F5",
  points: "F6",
};

type Props = { methods: Method[]; method: Method; onMethod: (method: Method) => void };

export function MethodTabs({ methods, method, onMethod }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="mt" aria-label={t("pay.methods")}>
      {methods.map((item) => (
        <button
          key={item}
          type="button"
          className={item === method ? "on" : ""}
          aria-pressed={item === method}
          onClick={() => onMethod(item)}
        >
          <Icon name={methodIcons[item]} size={22} />
          {t(`pay.${item}`)}
          <small aria-hidden="true">{keys[item]}</small>
        </button>
      ))}
    </fieldset>
  );
}
