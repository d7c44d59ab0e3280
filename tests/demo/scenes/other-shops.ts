import { installInto } from "#tests/support/open-shop.ts";
import { until } from "#tests/support/wait.ts";

import { row, type Stage } from "../stage.ts";
import { previewAndLaunch } from "./draft-is-launched.ts";

type OtherShop = {
  handle: string;
  name: string;
  currency: string;
  timezone: string;
  /** What each customer's orders come to, one after the other. */
  orders: Record<string, string[]>;
  /** Minor units that a point is earned for, and what the launch gives. */
  must: { unitMinor: string; members: number; points: number; highest: number };
};

const shops: OtherShop[] = [
  {
    handle: "two-customers",
    name: "Two customers",
    currency: "EUR",
    timezone: "Europe/Berlin",
    orders: { ann: ["40.00"], ben: ["25.50"] },
    must: { unitMinor: "100", members: 2, points: 65, highest: 0 },
  },
  {
    handle: "yen",
    name: "Yen",
    currency: "JPY",
    timezone: "Asia/Tokyo",
    orders: { kei: ["4000"], aoi: Array.from({ length: 10 }, () => "6200") },
    must: { unitMinor: "100", members: 2, points: 40 + 10 * 62, highest: 0 },
  },
  {
    handle: "dinar",
    name: "Dinar",
    currency: "KWD",
    timezone: "Asia/Kuwait",
    orders: { noura: ["12.400"], dana: Array.from({ length: 10 }, () => "15.500") },
    must: { unitMinor: "200", members: 2, points: 62 + 10 * 77, highest: 0 },
  },
];

const IMPORT_TIMEOUT_MS = 5 * 60_000;

/** Shops in other currencies, and of two customers: their numbers fit them, and the launch gives what the preview said. */
export async function otherShops(stage: Stage): Promise<void> {
  for (const shop of shops) {
    stage.report.scene(`A shop with two customers in ${shop.currency}`);
    await openShop(stage, shop);
    const place = { handle: shop.handle, domain: `${shop.handle}.myshopify.com` };
    const { unitMinor, highest, ...given } = shop.must;
    const program = await row<{ unit: string }>(
      stage,
      `SELECT p.unit_minor::text AS unit FROM loyalty_program p JOIN shop s ON s.id = p.shop_id WHERE s.domain = $1`,
      [place.domain],
    );
    stage.report.check("a point is earned for, minor units", program?.unit, unitMinor);
    const { members, points } = await previewAndLaunch(stage, place);
    stage.report.check("customers with points, and points", { members, points }, given);
    const top = await row<{ members: number }>(
      stage,
      `SELECT count(*)::int AS members FROM tier_membership m JOIN shop s ON s.id = m.shop_id
       WHERE s.domain = $1 AND m.tier_id = (SELECT t.id FROM tier t WHERE t.shop_id = s.id ORDER BY t.position DESC LIMIT 1)`,
      [place.domain],
    );
    stage.report.check("customers in the highest tier", top?.members, highest);
  }
}

async function openShop(stage: Stage, shop: OtherShop): Promise<void> {
  const { handle, name, currency, timezone, orders } = shop;
  const domain = `${handle}.myshopify.com`;
  await post(stage, "shops", { domain, name, currency, timezone, taxRate: 0 });
  for (const [customer, prices] of Object.entries(orders)) {
    const person = {
      email: `${customer}@${handle}.example`,
      firstName: customer,
      state: "enabled",
    };
    const made = await post<{ customer: { id: string } }>(stage, `${handle}/customers`, person);
    for (const price of prices) {
      const lines = [{ title: "Tea", quantity: 1, price }];
      await post(stage, `${handle}/orders`, { customerId: made.customer.id, lines, paid: true });
    }
  }
  await installInto({ ...stage.running, shop: { handle, domain } });
  const isRead = async () => {
    const found = await row<{ read: boolean }>(
      stage,
      `SELECT b.processed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reaction r WHERE r.shop_id = s.id) AS read
       FROM backfill b JOIN shop s ON s.id = b.shop_id WHERE s.domain = $1`,
      [domain],
    );
    return found?.read === true;
  };
  await until(`the history of ${name} is imported`, isRead, IMPORT_TIMEOUT_MS, 300);
}

async function post<Answer>({ running }: Stage, path: string, body: object): Promise<Answer> {
  const reply = await fetch(`${running.standIn.url}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path} was refused with ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as Answer;
}
