import { identifierHash } from "#app/customers/identity/identifier-hash.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import type { ImportMode } from "#app/loyalty/imports/file-cells.ts";
import { applyImport, reverseImport } from "#app/loyalty/imports/imports.server.ts";
import { uploadFile } from "#app/loyalty/imports/upload-file.server.ts";
import { workOnImports } from "#app/loyalty/imports/work-on-imports.server.ts";
import { createShop } from "#tests/support/shop.ts";

export const at = new Date("2026-11-24T10:00:00Z");
export const clock = () => at;

/** A shop with so many customers, each known by an address and by Shopify. */
export async function shopWithPeople(count: number) {
  const { id: shopId } = await createShop();
  const people = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    email: `person-${index}@example.com`,
    shopifyId: BigInt(1000 + index),
  }));
  await inShop(shopId, async (tx) => {
    await tx.customer.createMany({
      data: people.map(({ id, shopifyId }) => ({ shopId, id, shopifyId, createdAt: at })),
    });
    await tx.identifier.createMany({
      data: people.map(({ id, email }) => ({
        shopId,
        kind: "email",
        valueHash: Buffer.from(identifierHash(shopId, "email", email), "hex"),
        customerId: id,
        firstSeenAt: at,
        lastSeenAt: at,
      })),
    });
  });
  return { shopId, people };
}

/** The id of a file that was checked. */
export async function tried(
  shopId: string,
  text: string,
  file: { name?: string; mode?: ImportMode } = {},
): Promise<string> {
  const result = await uploadFile(shopId, { name: "points.csv", text, ...file }, "staff.1", at);
  if (result.outcome !== "uploaded") throw new Error(result.problem);
  await workOnImports(shopId, clock);
  return result.id;
}

export async function apply(shopId: string, id: string, rowsAtOnce?: number): Promise<void> {
  await applyImport(shopId, id, "staff.1", at);
  await workOnImports(shopId, clock, rowsAtOnce);
}

export async function reverse(shopId: string, id: string): Promise<void> {
  await reverseImport(shopId, id, "staff.1", at);
  await workOnImports(shopId, clock);
}

let keys = 0;
export function adjust(customerId: string | undefined, points: bigint) {
  return {
    kind: "adjust",
    customerId: customerId ?? "",
    points,
    idempotencyKey: `test.${++keys}`,
    occurredAt: at,
    source: "app",
    reason: { code: "adjusted_by_hand", points: String(points) },
  } as const;
}

export function csv(rows: (string | undefined)[][], who = "email"): string {
  return [[who, "points"], ...rows].map((cells) => cells.join(",")).join("\n");
}
