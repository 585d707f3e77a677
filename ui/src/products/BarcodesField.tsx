import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../shared/icons/Icon";
import { TextField } from "../shared/parts/Field";

type Props = { codes: string[]; error: string | null; onCodes: (codes: string[]) => void };

export function BarcodesField({ codes, error, onCodes }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const add = () => {
    const code = typed.trim();
    setTyped("");
    if (code !== "" && !codes.includes(code)) onCodes([...codes, code]);
  };
  // Enter here adds the code; it does not save the product yet.
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || typed.trim() === "") return;
    event.preventDefault();
    add();
  };
  return (
    <div className="codes">
      <TextField
        label={t("products.barcodes")}
        value={typed}
        hint={t("products.barcodeHint")}
        error={error}
        maxLength={64}
        onText={setTyped}
        onKeyDown={key}
        onBlur={add}
      />
      {codes.length > 0 && (
        <ul>
          {codes.map((code) => (
            <li key={code} className="code">
              {code}
              <button
                type="button"
                aria-label={t("products.removeBarcode", { code })}
                onClick={() => onCodes(codes.filter((other) => other !== code))}
              >
                <Icon name="x" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
