import { BROWSER, launchWithPast } from "./merchant.ts";
import type { Running, Stack } from "./stack.ts";
import { until } from "./wait.ts";

const IMPORT_TIMEOUT_MS = 20 * 60_000;

/** Installs the app as a merchant does: grant it, then open its first page in the admin. */
export async function installInto({ standIn, shop }: Running): Promise<void> {
  await post(`${standIn.url}/control/${shop.handle}/install`);
  const { url } = (await (
    await fetch(`${standIn.url}/control/${shop.handle}/admin-url?path=/app`)
  ).json()) as { url: string };
  const page = await fetch(url, { headers: { "user-agent": BROWSER } });
  if (!page.ok)
    throw new Error(
      `The app's first page answered ${page.status}: ${(await page.text()).slice(0, 500)}`,
    );
}

/** Launches the program with the past orders, and waits until shoppers could see it. Returns what customers have. */
export async function launchIn(stack: Stack): Promise<{ points: number }> {
  const database = await stack.connect();
  try {
    await launchWithPast(stack.running, stack.running.shop, database);
    const settled = async () => {
      const { rows } = await database.query<{ waiting: string }>(
        `SELECT count(*) AS waiting FROM reaction WHERE state = 'pending'`,
      );
      return rows[0]?.waiting === "0";
    };
    await until("what follows from the launch is done", settled, IMPORT_TIMEOUT_MS, 500);
    const { rows } = await database.query<{ points: number }>(
      `SELECT coalesce(sum(available + pending), 0)::float AS points FROM ledger_account`,
    );
    return rows[0] as { points: number };
  } finally {
    await database.end();
  }
}

/** What a shop has once its history is imported. */
export type Imported = { orders: number; customers: number };

/** Waits until the shop's history is imported, everything about it is done, and its customers are scored. Its program is a draft. */
export async function untilImported(
  stack: Stack,
  onProgress: (line: string) => void,
): Promise<Imported> {
  const database = await stack.connect();
  let said = "";
  const imported = async () => {
    const { rows } = await database.query<{
      state: string;
      orders_done: number;
      orders_total: number | null;
      last_error: string | null;
    }>(
      `SELECT b.state, b.orders_done, b.orders_total, b.last_error FROM backfill b JOIN shop s ON s.id = b.shop_id
       WHERE s.domain = $1 ORDER BY b.requested_at DESC LIMIT 1`,
      [stack.running.shop.domain],
    );
    const [import_] = rows;
    if (!import_) return false;
    if (import_.state === "failed")
      throw new Error(`The history could not be imported: ${import_.last_error}`);
    const line = `Importing orders: ${import_.orders_done}${import_.orders_total ? ` of ${import_.orders_total}` : ""}`;
    if (line !== said) onProgress((said = line));
    return import_.state === "done";
  };
  const settled = async () => {
    const { rows } = await database.query<{ waiting: string; scored: boolean }>(
      `SELECT (SELECT count(*) FROM reaction WHERE state = 'pending') AS waiting, EXISTS (SELECT 1 FROM segment_run) AS scored`,
    );
    const waiting = Number(rows[0]?.waiting);
    const line = `Reading orders and scoring customers: ${waiting} to go`;
    if (line !== said && waiting > 0) onProgress((said = line));
    return waiting === 0 && rows[0]?.scored === true;
  };

  try {
    await until("the history is imported", imported, IMPORT_TIMEOUT_MS, 1_000);
    await until("orders are read and customers scored", settled, IMPORT_TIMEOUT_MS, 1_000);
    const { rows } = await database.query<Imported>(
      `SELECT (SELECT count(*)::int FROM "order") AS orders, (SELECT count(*)::int FROM customer) AS customers`,
    );
    return rows[0] as Imported;
  } finally {
    await database.end();
  }
}

async function post(url: string): Promise<void> {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (!reply.ok) throw new Error(`POST ${url} answered ${reply.status}: ${await reply.text()}`);
}
