export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <path
        d="M4 12.5 6.5 5h15L24 12.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path d="M3 12.5h22v2.2a3.3 3.3 0 0 1-3.3 3.3H6.300A3.300 3.300 0 0 1 3 14.700z" fill="currentColor" />
      <path
        d="M6.500 21v2.500M21.500 21v2.500"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
