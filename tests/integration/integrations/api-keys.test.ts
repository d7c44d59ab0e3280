import { expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import {
  createApiKey,
  findApiCaller,
  listApiKeys,
  revokeApiKey,
} from "#app/integrations/api/api-keys.server.ts";
import { createShop } from "#tests/support/shop.ts";

test("a key opens its own shop until it is revoked, and its text is kept nowhere", async () => {
  const [shop, other] = [await createShop(), await createShop()];
  const { id, key } = await createApiKey(shop.id, { name: "Till", access: "write" }, now());
  expect(await findApiCaller(key, now())).toEqual({ shopId: shop.id, keyId: id, access: "write" });

  const [row] = await inShop(shop.id, (tx) => tx.apiKey.findMany({ where: { shopId: shop.id } }));
  expect(
    JSON.stringify({ ...row, keyHash: Buffer.from(row?.keyHash ?? []).toString() }),
  ).not.toContain(key.slice(40, 60));
  expect(await listApiKeys(shop.id)).toMatchObject([
    { name: "Till", hint: key.slice(-4), revokedAt: null },
  ]);
  expect(row?.lastUsedAt).not.toBeNull();

  const elsewhere = key.replace(shop.id.replaceAll("-", ""), other.id.replaceAll("-", ""));
  expect(await findApiCaller(elsewhere, now())).toBeNull();
  expect(
    await findApiCaller(`${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`, now()),
  ).toBeNull();

  expect(await revokeApiKey(shop.id, id, now())).toBe(true);
  expect(await revokeApiKey(shop.id, id, now())).toBe(false);
  expect(await findApiCaller(key, now())).toBeNull();
});
