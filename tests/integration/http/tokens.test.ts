import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { db, inShop } from "#app/ground/db.server.ts";
import { BUILD_TIMEOUT_MS } from "#tests/support/build-app.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { addresses, isAdmin } from "#tests/support/http/addresses.ts";
import { ANN_GID, type AskedShop, openAskedShop } from "#tests/support/http/asked-shop.ts";
import { kindsOfProof, type Proof, signedQuery } from "#tests/support/http/proofs.ts";
import { askAs, refusalOf, type Surface, surfaces } from "#tests/support/http/surfaces.ts";
import { mintToken, staffClaims } from "#tests/support/tokens.ts";
import { startWeb, type WebProcess } from "#tests/support/web-process.ts";

let shopify: Connected;
let web: WebProcess;
let asked: AskedShop;
let kinds: ReturnType<typeof kindsOfProof>;

beforeAll(async () => {
  shopify = await connect();
  asked = await openAskedShop(shopify);
  kinds = kindsOfProof(asked);
  web = await startWeb(shopify.standIn.port);
}, BUILD_TIMEOUT_MS);

afterAll(async () => {
  await web.stop();
  await shopify.close();
});

const all = () => ({ ...kinds.good, ...kinds.bad, ...kinds.others });
const ask = (surface: Surface, proof: Proof) =>
  askAs({ url: web.url, domain: asked.shop.domain }, surface, proof);

describe("each surface believes its own", () => {
  test.each(Object.entries(surfaces))("%s refuses whatever is another's", async (_, surface) => {
    const before = await written();
    for (const [kind, proof] of Object.entries(all())) {
      if (surface.right.includes(kind)) continue;
      const refusal = refusalOf(surface, kind in kinds.good);
      expect(await ask(surface, proof()), kind).toEqual(refusal);
    }
    expect(await written()).toEqual(before);
    expect(web.errors()).toEqual([]);
  });

  test.each(Object.entries(surfaces))("%s takes what is its own", async (_, surface) => {
    for (const kind of surface.right)
      expect(await ask(surface, all()[kind]?.() ?? {}), kind).toEqual([200, null]);
  });
});

/** Everything that the surfaces above could have changed. */
async function written() {
  const [deliveries, entries, profiles] = await Promise.all([
    db.delivery.count(),
    inShop(asked.shop.id, (tx) => tx.ledgerEntry.count()),
    inShop(asked.shop.id, (tx) => tx.loyaltyProfile.count()),
  ]);
  return { deliveries, entries, profiles };
}

describe("another shop's proof is of that shop", () => {
  test("it opens nothing of this one", async () => {
    const theirs: [Surface, Proof, number][] = [
      [
        { path: `/app/customers/${asked.ann}`, right: [], isPage: true },
        { token: theirStaff() },
        401,
      ],
      [{ path: `/app/customers/${asked.ann}`, right: [] }, { token: theirStaff() }, 404],
      [
        { path: "/extension/member", right: [] },
        { token: mintToken({ dest: asked.other.domain, sub: ANN_GID }) },
        409,
      ],
      [{ path: "/proxy/member", right: [] }, { query: signedQuery(asked.other.domain) }, 409],
      [
        { path: `/api/loyalty/customers/${asked.ann}`, right: [] },
        { token: asked.keys.theirs },
        404,
      ],
    ];
    for (const [surface, proof, status] of theirs)
      expect((await ask(surface, proof))[0], surface.path).toBe(status);
  });

  const theirStaff = () => mintToken(staffClaims(asked.other.domain));
});

describe("the admin", () => {
  test("no address of it answers a shopper's token, nor anything else that is no admin token", async () => {
    let answered = 0;
    for (const { path, data, answers } of addresses.filter(isAdmin)) {
      const address = path.replaceAll(/:list\b/g, "orders").replaceAll(/:\w+|\*/g, asked.ann);
      const surface = { path: `${address}?_data=${data}`, right: [] };
      for (const kind of ["account token, dest with a scheme", "checkout token", "API key"]) {
        const proof = all()[kind]?.() ?? {};
        for (const [what, body] of [["loader"], ["action", () => ""]] as const) {
          if (!answers[what]) continue;
          answered++;
          const asking = body ? { ...surface, body } : surface;
          expect((await ask(asking, proof))[0], `${kind} ${address} ${what}`).toBe(401);
        }
      }
    }
    expect(answered).toBeGreaterThan(200);
    expect(web.errors()).toEqual([]);
  });
});
