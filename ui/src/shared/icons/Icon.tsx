import { type IconName, shapes } from "./shapes";

type Props = { name: IconName; size?: number; className?: string };

export function Icon({ name, size = 20, className }: Props) {
  return (
    <svg
      className={className ? `ic ${className}` : "ic"}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}

/** The door answers icon names as text; an unknown one shows the box. */
export function iconOr(name: string, fallback: IconName = "box"): IconName {
  return Object.hasOwn(shapes, name) ? (name as IconName) : fallback;
}
