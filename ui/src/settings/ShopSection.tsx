import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id, ShopDetails } from "../api/generated";
import { ask, keyOf } from "../api/queries";
import { upload } from "../api/upload";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureText } from "../shared/i18n/failure";
import { Button } from "../shared/parts/Button";
import { TextField } from "../shared/parts/Field";
import { FileButton } from "../shared/parts/FileButton";
import { Note } from "../shared/parts/Small";
import { showToast } from "../shared/parts/toasts";
import { useShop } from "../shared/shop";

type LogoProps = { png: string | null; onLogo: (take: () => Promise<Id | null>) => void };

function Logo({ png, onLogo }: LogoProps) {
  const { t } = useTranslation();
  return (
    <div className="field">
      <span className="lab">{t("settings.logo")}</span>
      <div className="set-logo">
        <div className="paper">
          {png ? (
            <img src={`data:image/png;base64,${png}`} alt={t("settings.logoAlt")} />
          ) : (
            <span className="t13">{t("settings.noLogo")}</span>
          )}
        </div>
        <div className="row">
          <FileButton
            label={t(png ? "settings.logoChange" : "settings.logoChoose")}
            accept=".png,.jpg,.jpeg"
            onFile={(file) => onLogo(async () => (await upload(file)).id)}
          />
          {png && (
            <Button kind="quiet" onClick={() => onLogo(async () => null)}>
              {t("settings.logoRemove")}
            </Button>
          )}
        </div>
      </div>
      <div className="hint">{t("settings.logoHint")}</div>
    </div>
  );
}

/** What stands at the head of each receipt. */
export function ShopSection({ saved }: { saved: ShopDetails }) {
  const { t } = useTranslation();
  const { wording } = useShop().shop;
  const client = useQueryClient();
  const [shop, setShop] = useState(saved);
  const { working, failure, run } = useSubmit();
  const said = failure && failureText(failure);
  const set = (change: Partial<ShopDetails>) => setShop((now) => ({ ...now, ...change }));
  const took = (next: ShopDetails) => {
    client.setQueryData(keyOf("shop.get", null), next);
    void client.invalidateQueries({ queryKey: ["app.state"] });
    showToast({ tone: "done", title: t("common.saved") });
  };
  const save = () =>
    run(async () => {
      const { name, tax_id, address } = shop;
      const next = await ask("shop.save", { name, tax_id, address });
      setShop(next);
      took(next);
    });
  // What is being typed beside it stays.
  const setLogo = (take: () => Promise<Id | null>) =>
    run(async () => {
      const next = await ask("shop.logo", { upload: await take() });
      set({ logo_png_base64: next.logo_png_base64 });
      took(next);
    });
  return (
    <section className="panel set-p">
      <h2>{t("settings.shop")}</h2>
      <p className="i2">{t("setup.shop.text")}</p>
      {said && (
        <Note tone="da" icon="alert" title={said.title}>
          {said.text}
        </Note>
      )}
      <TextField label={t("setup.shop.name")} value={shop.name} onText={(name) => set({ name })} />
      <TextField label={wording.tax_id} value={shop.tax_id} onText={(tax_id) => set({ tax_id })} />
      <TextField
        label={t("setup.shop.address")}
        value={shop.address}
        onText={(address) => set({ address })}
      />
      <Logo png={shop.logo_png_base64} onLogo={(take) => void setLogo(take)} />
      <div className="row">
        <span className="grow" />
        <Button kind="primary" size="l" working={working} onClick={() => void save()}>
          {t("common.save")}
        </Button>
      </div>
    </section>
  );
}
