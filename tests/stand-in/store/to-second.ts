/** Milliseconds, cut to the second: what the app is told is what it can search by. */
export function toSecond(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000) * 1000;
}
