import type { DatabaseSync } from "node:sqlite";

export type Try = { at: string; status: number | null; error: string | null; ms: number };

export type DeliveryRow = {
  seq: number;
  shopId: string;
  topic: string;
  uri: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
  name: string | null;
  /** Signs instead of the app's secret, when set. */
  secret: string | null;
  body: string;
  state: "waiting" | "delivered" | "failed" | "dropped";
  /** Real time in ms of the next try. */
  dueAt: number;
  tries: Try[];
};

export type Deliveries = {
  add: (row: Omit<DeliveryRow, "seq">) => DeliveryRow;
  update: (row: Pick<DeliveryRow, "seq" | "state" | "dueAt" | "tries">) => void;
  /** Waiting ones, without those of some shops and those that are on their way. */
  listDue: (nowMs: number, limit: number, skipShops: string[], skip: number[]) => DeliveryRow[];
  /** Real time in ms when the next waiting one is due, or null. */
  nextDueAt: (skipShops: string[], skip: number[]) => number | null;
  countWaiting: (shopId: string) => number;
  list: (shopId: string, sinceSeq: number, limit: number) => DeliveryRow[];
};

const COLUMNS = `seq, shop_id AS shopId, topic, uri, webhook_id AS webhookId, event_id AS eventId,
  triggered_at AS triggeredAt, name, secret, body, state, due_at AS dueAt, tries`;

/** The log of webhooks, which is also their queue: what waits is tried again after a restart. */
export function openDeliveries(db: DatabaseSync): Deliveries {
  const insert = db.prepare(
    `INSERT INTO delivery (shop_id, topic, uri, webhook_id, event_id, triggered_at, name, secret, body, state, due_at, tries)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
  );
  const update = db.prepare("UPDATE delivery SET state = ?, due_at = ?, tries = ? WHERE seq = ?");
  const open = `state = 'waiting' AND shop_id NOT IN (SELECT value FROM json_each(?))
    AND seq NOT IN (SELECT value FROM json_each(?))`;
  const next = db.prepare(`SELECT min(due_at) AS due FROM delivery WHERE ${open}`);
  const waiting = db.prepare(
    "SELECT count(*) AS n FROM delivery WHERE shop_id = ? AND state = 'waiting'",
  );
  const list = db.prepare(
    `SELECT ${COLUMNS} FROM delivery WHERE shop_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const due = db.prepare(
    `SELECT ${COLUMNS} FROM delivery WHERE ${open} AND due_at <= ? ORDER BY due_at, seq LIMIT ?`,
  );
  const parse = (row: Record<string, unknown>) =>
    ({ ...row, tries: JSON.parse(String(row["tries"])) as Try[] }) as unknown as DeliveryRow;
  return {
    add(row) {
      const added = insert.get(
        row.shopId,
        row.topic,
        row.uri,
        row.webhookId,
        row.eventId,
        row.triggeredAt,
        row.name,
        row.secret,
        row.body,
        row.state,
        row.dueAt,
        JSON.stringify(row.tries),
      );
      return { ...row, seq: Number(added?.["seq"]) };
    },
    update: (row) => void update.run(row.state, row.dueAt, JSON.stringify(row.tries), row.seq),
    listDue: (nowMs, limit, skipShops, skip) =>
      due.all(JSON.stringify(skipShops), JSON.stringify(skip), nowMs, limit).map(parse),
    nextDueAt: (skipShops, skip) =>
      (next.get(JSON.stringify(skipShops), JSON.stringify(skip))?.["due"] as number | null) ?? null,
    countWaiting: (shopId) => Number(waiting.get(shopId)?.["n"]),
    list: (shopId, sinceSeq, limit) => list.all(shopId, sinceSeq, limit).map(parse),
  };
}
