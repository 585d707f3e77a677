import type { KeyboardEvent, RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../shared/icons/Icon";
import { Key } from "../shared/parts/Button";
import { useReadyMark } from "../shared/ready";
import { useShop } from "../shared/shop";
import { resultId, resultsId } from "./Results";

type Props = {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  onKey: (event: KeyboardEvent<HTMLInputElement>) => void;
  open: boolean;
  at: number;
  waiting: number;
};

/** It wears a second ring while it has the focus: that means "ready to scan". */
export function ScanField({ field, text, onText, onKey, open, at, waiting }: Props) {
  const { t } = useTranslation();
  const { wording } = useShop().shop;
  useReadyMark("sell");
  return (
    <div className="scan">
      <Icon name="scan" size={24} />
      <input
        ref={field}
        data-command=""
        autoFocus
        role="combobox"
        aria-label={t("sell.scanField")}
        aria-expanded={open}
        aria-controls={open ? resultsId : undefined}
        aria-activedescendant={open && at >= 0 ? resultId(at) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t("sell.placeholder", { scan: wording.scan })}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKey}
      />
      {text !== "" ? (
        <Key name="Esc" />
      ) : (
        <span className="ready" role="status">
          {waiting > 1 ? (
            t("sell.sending", { count: waiting })
          ) : (
            <>
              <span className="dot" />
              {t("sell.ready")}
            </>
          )}
        </span>
      )}
    </div>
  );
}
