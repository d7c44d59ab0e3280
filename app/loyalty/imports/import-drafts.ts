import type { Account, AdjustDraft, ReverseDraft } from "../ledger/ledger-entry.ts";

/** A row of a file, as far as it changes a balance. */
export type ImportRow = {
  line: number;
  customerId: string | null;
  /** To be added, or what the balance is set to; null for a row that is about something else. */
  points: bigint | null;
  /** By how much a balance that was set changed then. */
  posted: bigint | null;
};

type Import = { id: string; actor: string };

/**
 * By how much a balance changes that is set to so many points to spend. From 120 to 500 it is 380; whoever owes 30 first pays them
 * back, so it is 530 from nothing. Nothing when it is that already, whatever is owed.
 */
export function changeTo(
  target: bigint,
  { available, debt }: Pick<Account, "available" | "debt">,
): bigint {
  if (target === available) return 0n;
  return target - available + (target > available ? debt : 0n);
}

/** What a row gave, or took where it is less than zero. */
export function changeOf({ points, posted }: ImportRow): bigint {
  return posted ?? points ?? 0n;
}

/** The entry that a row is. Its key is the import and the line: applied again, it is the same entry. */
export function applied(import_: Import, row: ImportRow, points: bigint, at: Date): AdjustDraft {
  return {
    ...about(import_, row, at),
    kind: "adjust",
    points,
    idempotencyKey: keyOf(import_, row),
    reason: { code: "imported", points: String(points) },
  };
}

/** What undoes a row: points that it gave are taken back, from their own lot first; points that it took go back to theirs. */
export function reversed(import_: Import, row: ImportRow, at: Date): AdjustDraft | ReverseDraft {
  const points = changeOf(row);
  const common = {
    ...about(import_, row, at),
    idempotencyKey: `${keyOf(import_, row)}.reversed`,
  };
  const reason = { code: "import_reversed", points: String(-points) } as const;
  if (points < 0n)
    return { ...common, reason, kind: "adjust", points: -points, undoes: keyOf(import_, row) };
  return {
    ...common,
    reason,
    kind: "reverse",
    points,
    qualifying: 0n, // The import did not count towards tiers.
    undoes: keyOf(import_, row),
  };
}

function about({ id, actor }: Import, { customerId, line }: ImportRow, at: Date) {
  if (customerId === null) throw new Error(`Line ${line} cannot be applied`);
  return { customerId, occurredAt: at, source: "app", actor, importId: id } as const;
}

function keyOf({ id }: Import, { line }: ImportRow): string {
  return `import.${id}.line.${line}`;
}
