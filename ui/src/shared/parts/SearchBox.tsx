import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../icons/Icon";

type Props = { label: string; value: string; onText: (text: string) => void; ref?: Ref<HTMLInputElement> };

export function SearchBox({ label, value, onText, ref }: Props) {
  const { t } = useTranslation();
  return (
    <div className="inp search">
      <Icon name="search" className="i3" />
      <input
        ref={ref}
        autoFocus
        type="text"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onText(event.target.value)}
      />
      {value !== "" && (
        <button
          type="button"
          className="btn btn-q btn-i"
          aria-label={t("common.erase")}
          onClick={() => onText("")}
        >
          <Icon name="x" size={18} />
        </button>
      )}
    </div>
  );
}
