import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SyncState } from "../api/generated";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";

/** As it is read to somebody: two groups of four. */
function inGroups(text: string): string {
  const letters = text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .slice(0, 8);
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters;
}

/** Where head office is, and the code that it gave. */
export function PairForm({ onPaired }: { onPaired: (state: SyncState) => void }) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const [address, setAddress] = useState("");
  const [code, setCode] = useState("");
  const isWhole = address.trim() !== "" && code.length === 9;
  const pair = () => void run(async () => onPaired(await ask("sync.pair", { address, code })));
  return (
    <form
      className="off-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !working) pair();
      }}
    >
      <TextField
        label={t("office.address")}
        hint={t("office.addressHint")}
        value={address}
        maxLength={200}
        inputMode="url"
        autoFocus
        onText={setAddress}
      />
      <TextField
        label={t("office.code")}
        hint={t("office.codeHint")}
        value={code}
        onText={(text) => setCode(inGroups(text))}
      />
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <div className="row">
        <span className="grow" />
        <Button kind="primary" size="l" submit working={working} disabled={!isWhole}>
          {t("office.pair")}
        </Button>
      </div>
    </form>
  );
}
