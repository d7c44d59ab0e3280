import { Redemption } from "./api.schema.ts";

/** A redemption as the program has it. */
type Seen = Omit<Redemption, "points" | "expiresAt"> & { points: bigint; expiresAt: Date | null };

/** A redemption as the API answers it: nothing else that is known of it. */
export function redemptionAnswer({ points, expiresAt, ...seen }: Seen): Redemption {
  const expires = expiresAt?.toISOString() ?? null;
  return Redemption.parse({ ...seen, points: Number(points), expiresAt: expires });
}
