import type { AdjustDraft, ReverseDraft } from "../ledger/ledger-entry.ts";

/** A row of a file, as it is kept. */
export type ImportRow = {
  line: number;
  customerId: string | null;
  points: bigint | null;
  note: string | null;
  problem: string | null;
};

type Import = { id: string; actor: string };

/** The entry that a row is. Its key is the import and the line: applied again, it is the same entry. */
export function applied(import_: Import, row: ImportRow, at: Date): AdjustDraft {
  const { customerId, points } = whole(row);
  return {
    ...about(import_, at),
    kind: "adjust",
    customerId,
    points,
    idempotencyKey: keyOf(import_, row),
    reason: { code: "imported", points: String(points) },
  };
}

/** What undoes a row: points that it gave are taken back, from their own lot first; points that it took go back to theirs. */
export function reversed(import_: Import, row: ImportRow, at: Date): AdjustDraft | ReverseDraft {
  const { customerId, points } = whole(row);
  const common = {
    ...about(import_, at),
    customerId,
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

function about({ id, actor }: Import, at: Date) {
  return { occurredAt: at, source: "app", actor, importId: id } as const;
}

function keyOf({ id }: Import, { line }: ImportRow): string {
  return `import.${id}.line.${line}`;
}

function whole({ customerId, points, line }: ImportRow): { customerId: string; points: bigint } {
  if (customerId === null || points === null) throw new Error(`Line ${line} cannot be applied`);
  return { customerId, points };
}
