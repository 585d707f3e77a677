import { useState } from "react";
import { call } from "../api/call";
import type { AppState, CountryView, SetupDraft } from "../api/generated";
import { useAsk } from "../api/queries";
import { showFailure } from "../shared/parts/trouble";
import { SetupWizard } from "./SetupWizard";

type Loaded = { draft: SetupDraft; countries: CountryView[]; onDone: (state: AppState) => void };

function Running({ draft, countries, onDone }: Loaded) {
  const [working, setWorking] = useState(false);
  // A draft that cannot be saved is a nuisance, not a reason to stop.
  const save = (next: SetupDraft) => void call("setup.save", next).catch(showFailure);
  const finish = async (final: SetupDraft, pin: string) => {
    setWorking(true);
    try {
      await call("setup.save", final);
      onDone(await call("setup.finish", { draft: final, owner_pin: pin }));
      return null;
    } catch (thrown) {
      return thrown;
    } finally {
      setWorking(false);
    }
  };
  return (
    <SetupWizard draft={draft} countries={countries} working={working} onSave={save} onFinish={finish} />
  );
}

export function SetupScreen({ onDone }: { onDone: (state: AppState) => void }) {
  const draft = useAsk("setup.get", null, { fresh: true });
  const countries = useAsk("countries", null);
  if (!draft.data || !countries.data) return null;
  return <Running draft={draft.data} countries={countries.data} onDone={onDone} />;
}
