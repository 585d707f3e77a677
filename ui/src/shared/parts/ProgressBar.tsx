import "./progress-bar.css";

/** How far something is, in whole percents; null where nobody knows. */
export function ProgressBar({ label, percent }: { label: string; percent: number | null }) {
  return (
    <div
      className={percent === null ? "far open" : "far"}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
    >
      <span style={percent === null ? undefined : { width: `${percent}%` }} />
    </div>
  );
}
