import type { Running } from "./stack.ts";
import { until } from "./wait.ts";

type Place = Pick<Running, "standIn" | "app">;
type Standing = { state: string; running: number };

/** What asks the app for something says that it is a browser: robots are turned away. */
export const BROWSER = "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/153.0 Safari/537.36";
const LAUNCH_TIMEOUT_MS = 10 * 60_000;

/** Presses a button of an app's page: posts what the button posts, as somebody of the shop. Returns the answer's status. */
export async function press(
  { standIn, app }: Place,
  shopHandle: string,
  path: string,
  form: Record<string, string> = {},
): Promise<number> {
  const asked = await fetch(`${standIn.url}/control/${shopHandle}/session-token`);
  const { token } = (await asked.json()) as { token: string };
  const reply = await fetch(`${app.url}/app${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "user-agent": BROWSER },
    body: new URLSearchParams(form),
  });
  await reply.text();
  return reply.status;
}

/** Whatever answers queries as an operator's connection does: it sees the rows of every shop. */
type Database = {
  query<Row extends object>(sql: string, values: unknown[]): Promise<{ rows: Row[] }>;
};

/** How things stand with a shop's program. */
export async function programOf(database: Database, domain: string): Promise<Standing> {
  const { rows } = await database.query<Standing>(
    `SELECT p.state, (SELECT count(*)::int FROM program_run r WHERE r.shop_id = p.shop_id AND r.state = 'running') AS running
     FROM loyalty_program p JOIN shop s ON s.id = p.shop_id WHERE s.domain = $1`,
    [domain],
  );
  return rows[0] ?? { state: "none", running: 0 };
}

/** Launches a shop's program with its past orders, unless it was launched before, and waits until it is live. */
export async function launchWithPast(
  place: Place,
  { handle, domain }: Running["shop"],
  database: Database,
): Promise<void> {
  const { state, running } = await programOf(database, domain);
  if (state !== "draft") return;
  if (running === 0) {
    const status = await press(place, handle, "/loyalty/launch/launching", {
      past: "all",
      since: "",
    });
    if (status !== 200) throw new Error(`The launch was answered ${status}`);
  }
  const isLive = async () => {
    const now = await programOf(database, domain);
    return now.state === "live" && now.running === 0;
  };
  await until("the program is live", isLive, LAUNCH_TIMEOUT_MS, 500);
}
