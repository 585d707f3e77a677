/** Integers with an implied point, to text and back, without ever being a float. */

export function digitsOf(
  value: number,
  decimals: number,
): { negative: boolean; whole: string; cents: string } {
  const negative = value < 0;
  const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return { negative, whole: digits.slice(0, cut), cents: digits.slice(cut) };
}

export function grouped(whole: string, mark: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, mark);
}

/** Drops zeros at the end, but keeps at least `least` digits. */
export function trimmed(cents: string, least: number): string {
  let end = cents.length;
  while (end > least && cents[end - 1] === "0") end -= 1;
  return cents.slice(0, end);
}

/** "12.5" with 2 decimals is 1250. Null when it is no number or has too many decimals. */
export function toInteger(plain: string, decimals: number): number | null {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(plain);
  if (!match) return null;
  const whole = match[1] ?? "";
  const part = trimmed(match[2] ?? "", 0);
  if ((whole === "" && (match[2] ?? "") === "") || part.length > decimals) return null;
  const value = Number(whole + part.padEnd(decimals, "0"));
  return Number.isSafeInteger(value) ? value : null;
}
