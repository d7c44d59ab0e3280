import { db } from "#app/ground/db.server.ts";

/** What the workers do together. A row of `turn` each. */
export type TurnName = "sweep" | "drop-old-bodies";

/**
 * Whether it is time for something and this worker is the one to do it: nobody else is for so long. By the database's
 * clock, which is the same for all of them.
 */
export async function takeTurn(name: TurnName, forMs: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    UPDATE turn SET due_at = now() + make_interval(secs => ${forMs / 1_000}::float8) WHERE name = ${name} AND due_at <= now()`;
  return taken > 0;
}

/** Says that it is to be done again after so long, sooner than was said when the turn was taken. */
export async function endTurn(name: TurnName, againAfterMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE turn SET due_at = now() + make_interval(secs => ${againAfterMs / 1_000}::float8) WHERE name = ${name}`;
}
