/** A lot and those that its points were in before: itself first. */
export type LotProvenance = readonly {
  customerId: string;
  /** It was made when records were parted: its points had been in this account before. */
  isReturned: boolean;
}[];

/**
 * Whether a lot came to its account from one of these records when they were merged. Only the account that it came from last
 * counts: points may have been in the records' accounts before, as somebody else's. Those that came back after a merge had taken
 * them away are as if they had never left.
 */
export function isFrom(line: LotProvenance, ids: ReadonlySet<string>): boolean {
  const [own, ...before] = line;
  const next = before[0];
  if (!own || !next) return false;
  if (next.customerId === own.customerId) return isFrom(before, ids);
  if (!own.isReturned) return ids.has(next.customerId);

  const stay = before.findIndex(({ customerId }) => customerId !== next.customerId);
  const home = stay < 0 ? [] : before.slice(stay);
  if (home[0]?.customerId === own.customerId) return isFrom(home, ids);
  return home[0] !== undefined && ids.has(home[0].customerId);
}
