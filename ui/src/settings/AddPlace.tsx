import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CopyDisk } from "../api/generated";
import { failureLine } from "../shared/i18n/failure";
import { Icon } from "../shared/icons/Icon";
import { Button } from "../shared/parts/Button";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useCopies } from "./useCopies";

function useAdd() {
  const { t } = useTranslation();
  const { working, failure, tell, clear } = useCopies();
  const add = (path: string, after?: () => void) =>
    tell("copies.add", { path }, () => {
      showToast({ tone: "done", title: t("copies.added"), text: t("copies.addedText") });
      after?.();
    });
  return { working, failure, add, clear };
}

/** A stick that is plugged in takes one press. */
function Disks({ disks }: { disks: CopyDisk[] }) {
  const { t } = useTranslation();
  const { working, failure, add } = useAdd();
  return (
    <div>
      <h3>{t("copies.disks")}</h3>
      <ul className="cop" aria-label={t("copies.disks")}>
        {disks.map(({ name, path }) => (
          <li key={path} className="cop-i cop-disk">
            <Icon name="usb" size={22} className="i3" />
            <div className="grow">
              <b className="w6 t15 blk">{name}</b>
              <span className="t13 i3 cop-path">{path}</span>
            </div>
            <Button
              kind="tonal"
              working={working}
              aria-label={t("copies.addDiskTo", { name })}
              onClick={() => add(path)}
            >
              {t("copies.addDisk")}
            </Button>
          </li>
        ))}
      </ul>
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
    </div>
  );
}

function Folder() {
  const { t } = useTranslation();
  const { working, failure, add, clear } = useAdd();
  const [path, setPath] = useState("");
  const [missing, setMissing] = useState(false);
  const type = (text: string) => {
    setPath(text);
    setMissing(false);
    clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(path.trim() === "");
    if (path.trim() !== "") add(path.trim(), () => setPath(""));
  };
  return (
    <form className="cop-add" onSubmit={submit} noValidate>
      <TextField
        label={t("copies.folder")}
        hint={t("copies.folderHint")}
        value={path}
        maxLength={1000}
        error={missing ? t("copies.noFolder") : failure && failureLine(failure)}
        onText={type}
      />
      <Button submit working={working}>
        {t("common.add")}
      </Button>
    </form>
  );
}

export function AddPlace({ disks }: { disks: CopyDisk[] }) {
  return (
    <>
      {disks.length > 0 && <Disks disks={disks} />}
      <Folder />
    </>
  );
}
