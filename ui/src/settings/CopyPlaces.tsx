import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CopyPlace, CopyPlaceKind, Id } from "../api/generated";
import { formatBytes } from "../shared/format/bytes";
import { formatAgo } from "../shared/format/dates";
import { counted } from "../shared/format/quantity";
import { useNow } from "../shared/hooks/useNow";
import { failureLine } from "../shared/i18n/failure";
import { Icon } from "../shared/icons/Icon";
import type { IconName } from "../shared/icons/shapes";
import { Button } from "../shared/parts/Button";
import { useShop } from "../shared/shop";
import { RemovePlaceDialog } from "./RemovePlaceDialog";

const icons: Record<CopyPlaceKind, IconName> = { till: "screen", folder: "folder", disk: "usb" };

/** On the clock, and in words. */
function When({ ms, now }: { ms: number | null; now: number }) {
  const { t } = useTranslation();
  const { dateTime, language } = useShop();
  if (ms === null) return <dd className="i3">{t("copies.never")}</dd>;
  return (
    <dd>
      {dateTime(ms)} <span className="i3">· {formatAgo(ms, now, language)}</span>
    </dd>
  );
}

type PlaceProps = { place: CopyPlace; name: string; now: number; onRemove: () => void };

function Place({ place, name, now, onRemove }: PlaceProps) {
  const { t } = useTranslation();
  const { quantity } = useShop();
  const fulls = t("copies.fulls", counted(place.copies, quantity));
  return (
    <li className="cop-i">
      <Icon name={icons[place.kind]} size={22} className="i3" />
      <div className="grow">
        <div className="row cop-name">
          <b className="w6 t15">{name}</b>
          {place.path === null && <span className="badge wa">{t(`copies.away.${place.kind}`)}</span>}
        </div>
        {place.path !== null && place.path !== name && <p className="t13 i3 cop-path">{place.path}</p>}
        <dl className="cop-dl">
          <dt>{t("copies.full")}</dt>
          <When ms={place.full_at_ms} now={now} />
          <dt>{t("copies.entries")}</dt>
          <When ms={place.entries_at_ms} now={now} />
          <dt>{t("copies.held")}</dt>
          <dd>
            {fulls}, {formatBytes(place.bytes)}
          </dd>
        </dl>
        {place.same_disk && place.kind !== "till" && <p className="t13 wrn">{t("copies.sameDisk")}</p>}
        {place.failure && (
          <p className="t13 dng cop-bad">
            <Icon name="alert" size={16} />
            <span>{failureLine(place.failure)}</span>
          </p>
        )}
      </div>
      {place.id !== null && (
        <Button kind="quiet" icon="trash" aria-label={t("copies.remove", { name })} onClick={onRemove} />
      )}
    </li>
  );
}

/** Each place, how new what lies there is, and why it is not newer. */
export function CopyPlaces({ places }: { places: CopyPlace[] }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const [removed, setRemoved] = useState<{ id: Id; name: string } | null>(null);
  return (
    <div>
      <h3>{t("copies.where")}</h3>
      <ul className="cop" aria-label={t("copies.where")}>
        {places.map((place) => {
          const { id } = place;
          const name = place.kind === "till" ? t("copies.till") : place.name;
          const remove = () => id !== null && setRemoved({ id, name });
          return <Place key={id ?? "till"} place={place} name={name} now={now} onRemove={remove} />;
        })}
      </ul>
      {removed && <RemovePlaceDialog place={removed} onClose={() => setRemoved(null)} />}
    </div>
  );
}
