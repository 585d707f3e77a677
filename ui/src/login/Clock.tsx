import { useTranslation } from "react-i18next";
import { formatDay, formatTime } from "../shared/format/dates";
import { useNow } from "../shared/hooks/useNow";

export function Clock({ zone }: { zone: string | undefined }) {
  const { i18n } = useTranslation();
  const now = useNow(5000);
  return (
    <div className="lo-clk">
      <div className="h hero-fig">{formatTime(now, i18n.language, zone)}</div>
      <div className="d">{formatDay(now, i18n.language, zone)}</div>
    </div>
  );
}
