/** In the units that disks are sold in; never zero of something that is there. */
export function formatBytes(of: number): string {
  const gib = of / 2 ** 30;
  return gib >= 1 ? `${gib.toFixed(1)} GB` : `${Math.ceil(of / 2 ** 20)} MB`;
}
