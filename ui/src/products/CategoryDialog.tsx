import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Category } from "../api/generated";
import { ask } from "../api/queries";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { tintStyle, tints } from "../shared/parts/Small";

const icons: IconName[] = [
  "bottle",
  "jug",
  "cup",
  "milk",
  "bread",
  "tortilla",
  "cookie",
  "bag",
  "grain",
  "oil",
  "apple",
  "spray",
  "phone",
  "battery",
  "tag",
  "box",
];

type Props = { onSaved: (category: Category) => void; onClose: () => void };

export function CategoryDialog({ onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const { working, failure, run } = useSubmit();
  const [name, setName] = useState("");
  const [tint, setTint] = useState<string>("azul");
  const [icon, setIcon] = useState<IconName>("box");
  const [missing, setMissing] = useState(false);
  const save = () => {
    setMissing(name.trim() === "");
    if (name.trim() !== "")
      void run(async () =>
        onSaved(await ask("categories.save", { id: null, name: name.trim(), icon, tint })),
      );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={t("products.newCategory")}
      onSubmit={save}
      footer={
        <>
          <span className="grow" />
          <Button kind="quiet" size="l" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button kind="primary" size="l" submit working={working}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      <TextField
        label={t("products.categoryName")}
        value={name}
        autoFocus
        maxLength={40}
        error={missing ? t("question.needName") : failure && failureLine(failure)}
        onText={setName}
      />
      <fieldset className="pick" aria-label={t("products.colour")}>
        {tints.map((item) => (
          <button
            key={item}
            type="button"
            aria-label={item}
            aria-pressed={item === tint}
            style={tintStyle(item)}
            onClick={() => setTint(item)}
          >
            {item === tint && <Icon name="check" size={20} />}
          </button>
        ))}
      </fieldset>
      <fieldset className="pick" aria-label={t("products.icon")} style={tintStyle(tint)}>
        {icons.map((item) => (
          <button
            key={item}
            type="button"
            aria-label={item}
            aria-pressed={item === icon}
            className={item === icon ? "on" : ""}
            onClick={() => setIcon(item)}
          >
            <Icon name={item} size={24} />
          </button>
        ))}
      </fieldset>
    </Dialog>
  );
}
