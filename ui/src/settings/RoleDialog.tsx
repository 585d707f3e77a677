import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Permission, RoleSaved } from "../api/generated";
import { ask } from "../api/queries";
import { moneyText, parseMoney, parseRate } from "../shared/format/money";
import { useSubmit } from "../shared/forms/useSubmit";
import { failureLine } from "../shared/i18n/failure";
import { newId } from "../shared/ids";
import { Button } from "../shared/parts/Button";
import { Segmented, SwitchField } from "../shared/parts/Choice";
import { Dialog } from "../shared/parts/Dialog";
import { TextField } from "../shared/parts/Field";
import { Note } from "../shared/parts/Small";
import { useShop } from "../shared/shop";

type Rank = "cashier" | "supervisor";

const percentText = (rate: number | null | undefined) => (rate == null ? "" : String(rate / 10_000));

type BlockProps = {
  title: string;
  all: Permission[];
  granted: Permission[];
  onGranted: (granted: Permission[]) => void;
};

function Block({ title, all, granted, onGranted }: BlockProps) {
  const { t } = useTranslation();
  const set = (permission: Permission, on: boolean) =>
    onGranted(on ? [...granted, permission] : granted.filter((own) => own !== permission));
  return (
    <fieldset className="rol-b">
      <legend>{title}</legend>
      {all.map((permission) => (
        <SwitchField
          key={permission}
          label={t(`settings.permissions.${permission}`)}
          checked={granted.includes(permission)}
          onChecked={(on) => set(permission, on)}
        />
      ))}
    </fieldset>
  );
}

type Props = {
  role: RoleSaved | null;
  till: Permission[];
  backOffice: Permission[];
  onSaved: (name: string) => void;
  onClose: () => void;
};

/** What a role may do at the till and in the back office, and how far. Its rank says how long the PIN is, and stays. */
export function RoleDialog({ role, till, backOffice, onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const { working, failure, run } = useSubmit();
  const [id] = useState(() => role?.id ?? newId());
  const [name, setName] = useState(role?.name ?? "");
  const [rank, setRank] = useState<Rank>(role?.rank === "supervisor" ? "supervisor" : "cashier");
  const [granted, setGranted] = useState<Permission[]>(
    role?.permissions ?? till.filter((own) => own !== "approve" && own !== "change_price"),
  );
  const [discount, setDiscount] = useState(percentText(role?.discount ?? 100_000));
  const [refund, setRefund] = useState(
    role?.refund_limit == null ? "" : moneyText(role.refund_limit, currency),
  );
  const [floor, setFloor] = useState(percentText(role?.price_floor));
  const isLow = rank === "cashier";
  const rate = parseRate(discount);
  const refund_limit = refund.trim() === "" ? null : parseMoney(refund, currency);
  const price_floor = floor.trim() === "" ? null : parseRate(floor);
  const wrong = {
    discount: rate === null || rate > 1_000_000,
    refund: refund.trim() !== "" && refund_limit === null,
    floor: floor.trim() !== "" && price_floor === null,
  };
  const save = (active: boolean) =>
    void run(async () => {
      if (rate === null || Object.values(wrong).some(Boolean)) return;
      const permissions = granted.filter((own) => !isLow || (own !== "approve" && !backOffice.includes(own)));
      const asked = { id, name: name.trim(), rank, permissions, discount: rate, refund_limit, price_floor };
      await ask("roles.save", { ...asked, active });
      onSaved(name.trim());
    });
  const symbol = currency.symbol_first ? { before: currency.symbol } : { after: currency.symbol };
  const active = role?.active ?? true;
  return (
    <Dialog
      open
      onClose={onClose}
      icon="shield"
      width="wide"
      title={role ? role.name : t("settings.newRole")}
      onSubmit={() => save(active)}
      footer={
        <>
          {role && (
            <Button kind={active ? "danger" : "tonal"} onClick={() => save(!active)}>
              {t(active ? "settings.deactivateUser" : "settings.reactivateUser")}
            </Button>
          )}
          <span className="grow" />
          <Button kind="quiet" keyHint="Esc" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button kind="primary" submit working={working} disabled={name.trim() === ""}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      {failure && (
        <Note tone="da" icon="alert">
          {failureLine(failure)}
        </Note>
      )}
      <TextField label={t("common.name")} value={name} autoFocus maxLength={60} onText={setName} />
      <div className="field">
        <span className="lab">{t("settings.rank")}</span>
        {role ? (
          <b className="w5">{t(`settings.ranks.${rank}`)}</b>
        ) : (
          <Segmented
            label={t("settings.rank")}
            value={rank}
            options={(["cashier", "supervisor"] as const).map((value) => ({
              value,
              label: t(`settings.ranks.${value}`),
            }))}
            onValue={setRank}
          />
        )}
      </div>
      <div className="rol-two">
        <Block
          title={t("settings.tillBlock")}
          all={isLow ? till.filter((own) => own !== "approve") : till}
          granted={granted}
          onGranted={setGranted}
        />
        <div className="rol-b">
          {!isLow && (
            <Block
              title={t("settings.officeBlock")}
              all={backOffice}
              granted={granted}
              onGranted={setGranted}
            />
          )}
          <TextField
            label={t("settings.discountLimit")}
            after="%"
            inputMode="decimal"
            value={discount}
            error={wrong.discount ? t("settings.percentWrong") : null}
            onText={setDiscount}
          />
          <TextField
            {...symbol}
            label={t("settings.roleRefund")}
            hint={t("settings.roleRefundHint")}
            inputMode="decimal"
            value={refund}
            error={wrong.refund ? t("drawer.notANumber") : null}
            onText={setRefund}
          />
          <TextField
            label={t("settings.priceFloor")}
            hint={t("settings.priceFloorHint")}
            after="%"
            inputMode="decimal"
            value={floor}
            error={wrong.floor ? t("drawer.notANumber") : null}
            onText={setFloor}
          />
        </div>
      </div>
    </Dialog>
  );
}
