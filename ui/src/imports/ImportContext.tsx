import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { asDoorError, type DoorError } from "../api/failure";
import type { Delimiter, Id, ImportMapping, ImportPreview, ImportState, SessionUser } from "../api/generated";
import { ask, forgetProducts, keyOf, useAsk } from "../api/queries";
import { upload } from "../api/upload";
import { counted } from "../shared/format/quantity";
import { showToast } from "../shared/parts/toasts";
import { showFailure } from "../shared/parts/trouble";
import { can } from "../shared/permissions";
import { useShop } from "../shared/shop";
import { cutAgain, usedColumns } from "./mapping";
import { begun, heard, noRun, type Run, type Shown, shown } from "./progress";

/** A file that was handed over, as it would be read. The mapping is ahead of the preview while a new one is made. */
export type Draft = {
  upload: Id;
  name: string;
  preview: ImportPreview;
  mapping: ImportMapping;
  /** What the program made of the file by itself, to go back to. */
  guess: ImportMapping;
};

export type Imports = {
  open: boolean;
  setOpen: (open: boolean) => void;
  draft: Draft | null;
  working: "taking" | "looking" | "starting" | null;
  failure: DoorError | null;
  choose: (file: File) => void;
  edit: (mapping: ImportMapping) => void;
  cut: (delimiter: Delimiter) => void;
  start: () => void;
  forget: () => void;
  run: Run;
  shown: Shown;
  cancel: () => void;
  close: () => void;
  /** Whoever sees the end needs no toast of it. */
  watched: RefObject<boolean>;
};

const Context = createContext<Imports | null>(null);

export function useImports(): Imports {
  const imports = useContext(Context);
  if (!imports) throw new Error("no imports here");
  return imports;
}

/** Reading tells nothing by itself; arriving does, unless the program was started in the middle of it. */
function again(state: ImportState | undefined): number | false {
  if (state?.phase === "reading") return 400;
  return state?.phase === "arriving" ? 2000 : false;
}

type Named = Pick<Draft, "upload" | "name"> & Partial<Draft>;

function useDraft() {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [working, setWorking] = useState<Imports["working"]>(null);
  const [failure, setFailure] = useState<DoorError | null>(null);
  const latest = useRef(0);

  /** Only the answer to the last question is shown. */
  const look = async (kind: Imports["working"], make: () => Promise<Draft>, onFailure: () => void) => {
    latest.current += 1;
    const turn = latest.current;
    setWorking(kind);
    setFailure(null);
    try {
      const made = await make();
      if (turn === latest.current) setDraft(made);
    } catch (thrown) {
      if (turn !== latest.current) return;
      setFailure(asDoorError(thrown));
      onFailure();
    } finally {
      if (turn === latest.current) setWorking(null);
    }
  };
  const preview = async (of: Named, mapping: ImportMapping | null): Promise<Draft> => {
    const { upload: file, name } = of;
    const made = await ask("imports.preview", { upload: file, name, mapping });
    return { upload: file, name, preview: made, mapping: made.mapping, guess: of.guess ?? made.mapping };
  };
  const back = (to: Draft) => () => setDraft({ ...to, mapping: to.preview.mapping });

  const choose = (file: File) => {
    const take = async () => preview({ upload: (await upload(file)).id, name: file.name }, null);
    void look("taking", take, () => setDraft(null));
  };
  const edit = (mapping: ImportMapping) => {
    if (!draft) return;
    setDraft({ ...draft, mapping });
    void look("looking", () => preview(draft, mapping), back(draft));
  };
  const cut = (delimiter: Delimiter) => {
    if (!draft) return;
    if (delimiter === draft.guess.delimiter) {
      void look("looking", () => preview(draft, draft.guess), back(draft));
      return;
    }
    const twice = async () => {
      const wide = await preview(draft, cutAgain(draft.mapping, delimiter));
      return preview(draft, usedColumns(wide.preview));
    };
    void look("looking", twice, back(draft));
  };
  const forget = () => {
    latest.current += 1;
    setDraft(null);
    setWorking(null);
    setFailure(null);
  };
  return { draft, working, setWorking, failure, setFailure, choose, edit, cut, forget };
}

function useRun(mayEdit: boolean) {
  const client = useQueryClient();
  const { data } = useAsk("imports.state", null, { enabled: mayEdit, again });
  const [run, setRun] = useState<Run>(noRun);
  useEffect(() => {
    if (data) setRun((old) => heard(old, data));
  }, [data]);
  const begin = (promised: number, state: ImportState) => {
    setRun(begun(promised, state));
    client.setQueryData(keyOf("imports.state", null), state);
  };
  const cancel = () =>
    void ask("imports.cancel", null)
      .then((state) => client.setQueryData(keyOf("imports.state", null), state))
      .catch(showFailure);
  const close = () => setRun((old) => ({ ...old, closed: true }));
  return { run, begin, cancel, close };
}

/** The end of an import is told where nobody is looking at it. */
function useEnd(run: Run, now: Shown, watched: RefObject<boolean>): void {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const client = useQueryClient();
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (now === "done") forgetProducts(client);
    if (watched.current || !latest.current.ended) return;
    if (now === "done")
      showToast({ tone: "done", title: t("imports.doneCount", counted(latest.current.total, quantity)) });
    if (now === "failed") showFailure({ code: latest.current.state?.error ?? "internal" });
  }, [now, client, watched, t, quantity]);
}

export function ImportProvider({ user, children }: { user: SessionUser; children: ReactNode }) {
  const mayEdit = can(user, "edit_products");
  const [open, setOpen] = useState(false);
  const { setWorking, setFailure, ...draft } = useDraft();
  const { begin, ...progress } = useRun(mayEdit);
  const watched = useRef(false);
  const now = mayEdit ? shown(progress.run) : null;
  useEnd(progress.run, now, watched);

  const start = async () => {
    if (!draft.draft || draft.working) return;
    const { upload: file, mapping, preview } = draft.draft;
    setWorking("starting");
    setFailure(null);
    try {
      begin(preview.good_count, await ask("imports.start", { upload: file, mapping }));
      draft.forget();
    } catch (thrown) {
      setFailure(asDoorError(thrown));
    } finally {
      setWorking(null);
    }
  };
  const imports: Imports = {
    ...draft,
    ...progress,
    open,
    setOpen,
    start: () => void start(),
    shown: now,
    watched,
  };
  return <Context value={imports}>{children}</Context>;
}
