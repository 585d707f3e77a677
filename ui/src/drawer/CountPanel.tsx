import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Denomination } from "../api/generated";
import { TextField } from "../shared/parts/Field";
import { useShop } from "../shared/shop";
import { columnsOf, countedOf, piecesOf, type Typed } from "./counting";

type Props = { title: string; typed: Typed; onTyped: (typed: Typed) => void };

/** Enter goes from one note to the next, as one counts. */
function toNext(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "Enter" || event.ctrlKey) return;
  const fields = [...event.currentTarget.querySelectorAll<HTMLInputElement>("input")];
  const at = fields.indexOf(event.target as HTMLInputElement);
  const next = fields[at + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

type RowProps = { denomination: Denomination; text: string; first: boolean; onText: (text: string) => void };

function Row({ denomination, text, first, onText }: RowProps) {
  const { t } = useTranslation();
  const { money, short } = useShop();
  const { value, kind } = denomination;
  const pieces = piecesOf(text);
  return (
    <label className="drw-d">
      <span className={kind === "coin" ? "drw-b coin" : "drw-b"}>{short(value)}</span>
      <input
        autoFocus={first}
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        value={text}
        aria-label={t("drawer.piecesOf", { value: short(value) })}
        aria-invalid={pieces === null ? true : undefined}
        onFocus={(event) => event.target.select()}
        onChange={(event) => onText(event.target.value)}
      />
      <span className="num i2 t15">{pieces ? money(value * pieces) : ""}</span>
    </label>
  );
}

/** The drawer, note by note and coin by coin; whoever has a machine that counts types its sum. */
export function CountPanel({ title, typed, onTyped }: Props) {
  const { t } = useTranslation();
  const { currency, money } = useShop();
  const { notes, coins } = columnsOf(currency);
  const counted = countedOf(typed, currency);
  const row = (denomination: Denomination) => (
    <Row
      key={denomination.value}
      denomination={denomination}
      text={typed.pieces[denomination.value] ?? ""}
      first={denomination === notes[0]}
      onText={(text) => onTyped({ ...typed, pieces: { ...typed.pieces, [denomination.value]: text } })}
    />
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in a field goes to the next field
    <section className="panel drw-count" onKeyDown={toNext}>
      <div className="drw-ph">
        <h2 className="grow">{title}</h2>
        <span className="t13 i3">
          <kbd>↵</kbd> {t("drawer.nextField")}
        </span>
      </div>
      <div className="drw-dn">
        <fieldset>
          <legend>{t("drawer.notes")}</legend>
          {notes.map(row)}
        </fieldset>
        <fieldset>
          <legend>{t("drawer.coins")}</legend>
          {coins.map(row)}
        </fieldset>
      </div>
      <div className="drw-loose">
        <TextField
          label={t("drawer.loose")}
          value={typed.loose}
          inputMode="decimal"
          onText={(loose) => onTyped({ ...typed, loose })}
        />
      </div>
      <div className="drw-sum">
        <span>{t("drawer.counted")}</span>
        <output>{counted ? money(counted.total) : t("drawer.notANumber")}</output>
      </div>
    </section>
  );
}
