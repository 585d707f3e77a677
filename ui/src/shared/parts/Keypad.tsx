import { useTranslation } from "react-i18next";
import { Icon } from "../icons/Icon";

const rows = ["7", "8", "9", "4", "5", "6", "1", "2", "3"];

type Props = { third: string; onKey: (key: string) => void; onBack: () => void; className?: string };

/** 7-8-9 on top, as numeric keyboards have it. */
export function Keypad({ third, onKey, onBack, className = "" }: Props) {
  const { t } = useTranslation();
  // The pad must not take the focus from the field it types into.
  const keep = (event: React.PointerEvent) => event.preventDefault();
  return (
    <div className={`keys ${className}`} onPointerDown={keep}>
      {rows.map((key) => (
        <button key={key} type="button" tabIndex={-1} onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
      <button type="button" tabIndex={-1} onClick={() => onKey(third)}>
        {third}
      </button>
      <button type="button" tabIndex={-1} onClick={() => onKey("0")}>
        0
      </button>
      <button type="button" tabIndex={-1} aria-label={t("common.erase")} onClick={onBack}>
        <Icon name="back" size={26} />
      </button>
    </div>
  );
}
