import { useState } from "react";
import { asDoorError, type DoorError } from "../../api/failure";

export type Submit = {
  working: boolean;
  failure: DoorError | null;
  /** Runs a request once at a time; what it was refused for is answered, and stays until the next try. */
  run: (task: () => Promise<void>) => Promise<DoorError | null>;
  clear: () => void;
};

export function useSubmit(): Submit {
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<DoorError | null>(null);
  const run = async (task: () => Promise<void>) => {
    if (working) return null;
    setWorking(true);
    setFailure(null);
    try {
      await task();
      return null;
    } catch (thrown) {
      const refused = asDoorError(thrown);
      setFailure(refused);
      return refused;
    } finally {
      setWorking(false);
    }
  };
  return { working, failure, run, clear: () => setFailure(null) };
}
