import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

import { type Prisma, PrismaClient } from "#prisma/generated/client/client.ts";

import { isKeepingPlans } from "./kept-plans.server.ts";
import { rawSql } from "./raw-sql.server.ts";

/** A client inside one shop's transaction, and whose it is. */
export type ShopTx = Prisma.TransactionClient & { readonly shopId: string };

type Run = (query: pg.QueryConfig) => Promise<pg.QueryResult>;

/**
 * A transaction of one shop on one connection. Statements written in SQL go to `pg` directly, and Prisma's models join in on the
 * same connection: one with a single statement costs 1.1 ms of CPU so, and 3.6 as one of Prisma's.
 */
export class ShopTransaction {
  readonly tx: ShopTx;
  private readonly client: pg.PoolClient;
  private readonly deadline: number;
  private last: Promise<unknown> = Promise.resolve();
  private models: Models | null = null;
  private isOver = false;

  constructor(client: pg.PoolClient, shopId: string, longestMs: number) {
    this.client = client;
    this.deadline = performance.now() + longestMs;
    const raw: Record<string, unknown> = { shopId, ...rawSql((query) => this.run(query)) };
    this.tx = new Proxy(raw, {
      get: (own, name: string) =>
        own[name] ?? this.prisma()[name as keyof Prisma.TransactionClient],
    }) as unknown as ShopTx;
  }

  /** All in one trip to the database. */
  async begin(): Promise<void> {
    const shop = this.client.escapeLiteral(this.tx.shopId);
    const plans = isKeepingPlans()
      ? ", set_config('plan_cache_mode', 'force_generic_plan', true)"
      : "";
    await this.client.query(`BEGIN; SELECT set_config('app.shop_id', ${shop}, true)${plans}`);
  }

  async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    await this.last.catch(() => undefined);
    this.isOver = true;
    // What failed may have left calls behind that have yet to come to a statement: they must not come to somebody else's.
    this.models?.leave(how === "COMMIT");
    this.models = null;
    await this.client.query(how);
  }

  private prisma(): Prisma.TransactionClient {
    if (this.isOver) throw new Error("The transaction is over");
    this.models ??= Models.take((query) => this.run(query));
    return this.models.prisma;
  }

  /** One after the other, also where several are asked for at once. */
  private run(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const result = this.last
      .catch(() => undefined)
      .then(() => {
        if (this.isOver) throw new Error("The transaction is over");
        if (performance.now() > this.deadline) throw new Error("The transaction took too long");
        return this.client.query(query);
      });
    this.last = result;
    return result;
  }
}

/** A Prisma without connections of its own: it speaks on that of the transaction that has it. Made once, used by one after the other. */
class Models {
  private static readonly idle: Models[] = [];
  private readonly connection = new Borrowed();
  readonly prisma = new PrismaClient({ adapter: new PrismaPg(this.connection) });

  static take(run: Run): Models {
    const models = Models.idle.pop() ?? new Models();
    models.connection.run = run;
    return models;
  }

  leave(isReusable: boolean): void {
    this.connection.run = null;
    if (isReusable) Models.idle.push(this);
  }
}

const TRANSACTION = /^(BEGIN|COMMIT|ROLLBACK)$/;
const NOTHING = { rows: [], fields: [], rowCount: 0 } as unknown as pg.QueryResult;

/** What Prisma takes for its pool. Some of its models' methods would be transactions: they are parts of the one that goes on. */
class Borrowed extends pg.Pool {
  run: Run | null = null;

  override query = ((query: pg.QueryConfig) => {
    if (TRANSACTION.test(query.text)) return Promise.resolve(NOTHING);
    if (!this.run) return Promise.reject(new Error("The transaction is over"));
    return this.run(query);
  }) as unknown as pg.Pool["query"];

  override connect = (() =>
    Promise.resolve({
      query: this.query,
      on: () => undefined,
      removeListener: () => undefined,
      release: () => undefined,
    })) as unknown as pg.Pool["connect"];
}
