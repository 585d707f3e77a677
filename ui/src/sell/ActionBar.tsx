import { useTranslation } from "react-i18next";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import { Key } from "../shared/parts/Button";

type ActionProps = { icon: IconName; label: string; keyHint: string; onClick: () => void };

function Action({ icon, label, keyHint, onClick }: ActionProps) {
  return (
    <button type="button" onClick={onClick}>
      <Icon name={icon} size={18} />
      {label}
      <Key name={keyHint} />
    </button>
  );
}

type Props = {
  onCheck: () => void;
  onFree: () => void;
  onReceipts: () => void;
  onReturn?: () => void;
  onHelp: () => void;
};

export function ActionBar({ onCheck, onFree, onReceipts, onReturn, onHelp }: Props) {
  const { t } = useTranslation();
  return (
    <div className="acts">
      <Action icon="search" label={t("sell.checkPrice")} keyHint="F4" onClick={onCheck} />
      <Action icon="plus" label={t("sell.freeProduct")} keyHint="F7" onClick={onFree} />
      <Action icon="receipt" label={t("nav.receipts")} keyHint="F3" onClick={onReceipts} />
      {onReturn && <Action icon="undo" label={t("returns.open")} keyHint="F9" onClick={onReturn} />}
      <span className="grow" />
      <button type="button" aria-label={t("sell.shortcuts")} onClick={onHelp}>
        <span className="w">{t("sell.shortcuts")}</span>
        <Key name="?" />
      </button>
    </div>
  );
}
