import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import parseConnectionString from "pg-connection-string";

const CATALOGUE_NAME = 19; // the type "name"
const CATALOGUE_CHAR = 18; // the type "char"
const TEXT = 25;

type QueryResult = { fields: { name: string; dataTypeID: number }[] };
type Adapter = SqlDriverAdapter & {
  performIO(query: SqlQuery): Promise<QueryResult>;
  underlyingDriver(): pg.Pool;
  /** Throws the error in the form that Prisma shows. */
  onError(error: unknown): never;
};

/**
 * The adapter that `prisma migrate` talks through. Prisma's schema engine reads catalogue columns of
 * the types name and "char", which its PostgreSQL adapter does not know: they are reported as text and character.
 */
export function schemaEngineAdapter(databaseUrl: string): SqlMigrationAwareDriverAdapterFactory {
  const { host, port, user, password, database } = parseConnectionString.parse(databaseUrl);
  // Apart, not as one string: with a string, the shadow database would be the real one.
  const config = {
    host: host ?? undefined,
    port: port ? Number(port) : undefined,
    user,
    password,
    database: database ?? undefined,
    // The command line does not close the pool: its connections must not keep it alive for long.
    idleTimeoutMillis: 100,
  };
  const factory = new PrismaPg(config);

  return {
    provider: "postgres",
    adapterName: factory.adapterName,
    connect: async () => readCatalogueTypes((await factory.connect()) as unknown as Adapter),
    connectToShadowDb: async () => {
      const name = `encore_shadow_${crypto.randomUUID().replaceAll("-", "")}`;
      await runOn(config, `CREATE DATABASE "${name}"`);
      const shadow = (await new PrismaPg({
        ...config,
        database: name,
      }).connect()) as unknown as Adapter;
      const dispose = shadow.dispose.bind(shadow);
      // The pool closes first: a database in use cannot be dropped, and an open pool keeps the command alive.
      shadow.dispose = async () => {
        await dispose();
        await runOn(config, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      };
      return readCatalogueTypes(shadow);
    },
  };
}

function readCatalogueTypes(adapter: Adapter): SqlDriverAdapter {
  const performIO = adapter.performIO.bind(adapter);

  adapter.queryRaw = async (query: SqlQuery): Promise<SqlResultSet> => {
    const characterColumns: number[] = [];
    const reader = Object.create(adapter, {
      performIO: {
        value: async (inner: SqlQuery) => {
          const result = await performIO(inner);
          result.fields.forEach((field, index) => {
            if (field.dataTypeID === CATALOGUE_CHAR) characterColumns.push(index);
            if (field.dataTypeID === CATALOGUE_CHAR || field.dataTypeID === CATALOGUE_NAME)
              field.dataTypeID = TEXT;
          });
          return result;
        },
      },
    }) as Adapter;
    const rows = await (Object.getPrototypeOf(adapter) as Adapter).queryRaw.call(reader, query);
    for (const index of characterColumns) rows.columnTypes[index] = ColumnTypeEnum.Character;
    return rows;
  };
  // PostgreSQL takes a script whole; the adapter would cut it at each semicolon, also inside a function's body.
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

async function runOn(config: pg.ClientConfig, sql: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
