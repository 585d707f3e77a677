import { useTranslation } from "react-i18next";
import { Icon } from "../shared/icons/Icon";
import { Mark } from "../shared/icons/Mark";
import { type Place, places, type View } from "./views";

type Props = { view: View; onView: (view: Place) => void; onLock: () => void };

export function Rail({ view, onView, onLock }: Props) {
  const { t } = useTranslation();
  const item = ({ view: place, icon }: (typeof places)[number]) => (
    <button
      key={place}
      type="button"
      className={place === view ? "on" : ""}
      aria-current={place === view ? "page" : undefined}
      onClick={() => onView(place)}
    >
      <Icon name={icon} size={22} />
      {t(`nav.${place}`)}
    </button>
  );
  return (
    <nav className="rail" aria-label={t("nav.main")}>
      <div className="mark">
        <Mark />
      </div>
      {places.slice(0, -1).map(item)}
      <span className="grow" />
      {places.slice(-1).map(item)}
      <button type="button" onClick={onLock}>
        <Icon name="lock" size={22} />
        {t("nav.lock")}
      </button>
    </nav>
  );
}
