import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { addresses } from "#tests/support/http/addresses.ts";

const KB = 1024;
const MB = KB * KB;
const CHUNK = Buffer.alloc(64 * KB, "x");

/** A connection of somebody who means no good: what it sent, and what it was answered. */
export type Hostile = { kind: string; statuses: number[]; wasCut: boolean };

/** Who may post there nobody knows before the body is read. */
const paths = [
  "/webhooks",
  ...addresses
    .filter(({ path, answers }) => answers.action && !path.includes(":"))
    .map(({ path }) => path),
];

type Act = (talk: Talk, chance: Chance) => Promise<void>;
type Talk = {
  /** Resolves once as much as the other side takes at a time has left; false when it hung up. */
  write: (bytes: string | Buffer) => Promise<boolean>;
  isOver: () => boolean;
};

const kinds: Record<string, Act> = {
  "slow headers": async (talk) => {
    await talk.write("POST /webhooks HTTP/1.1\r\nHost: localhost\r\n");
    for (let nth = 0; !talk.isOver(); nth++) {
      if (!(await talk.write(`X-Header-${nth}: x\r\n`))) return;
      await pause(500);
    }
  },
  "a slow body": async (talk, chance) => {
    await talk.write(headOf(chance, 64 * KB));
    while (!talk.isOver() && (await talk.write("x"))) await pause(500);
  },
  "a large body": async (talk, chance) => {
    const bytes = chance.between(1, 6) * MB;
    await talk.write(headOf(chance, bytes));
    await writeMuch(talk, bytes);
  },
  "a large body that never ends": async (talk, chance) => {
    const bytes = chance.between(1, 4) * MB;
    await talk.write(headOf(chance, bytes + 1));
    if (await writeMuch(talk, bytes)) while (!talk.isOver()) await pause(500);
  },
  "a body of unsaid size": async (talk, chance) => {
    await talk.write(headOf(chance, null));
    const chunk = Buffer.concat([Buffer.from("10000\r\n"), CHUNK, Buffer.from("\r\n")]);
    while (!talk.isOver() && (await talk.write(chunk))) await pause(50);
  },
  "lists in each other": async (talk, chance) => {
    const body = "[".repeat(chance.between(1, 1_000) * KB);
    await talk.write(headOf(chance, body.length));
    await talk.write(body);
  },
  "one request after the other": async (talk, chance) => {
    while (!talk.isOver() && (await talk.write(`${headOf(chance, 2)}{}`))) await pause(1_000);
  },
};

/** Connects, does its worst until it is over or hung up on, and tells what came back. */
export async function beHostile(
  port: number,
  chance: Chance,
  over: Promise<unknown>,
): Promise<Hostile> {
  const kind = chance.pick(Object.keys(kinds));
  const socket = connect(port, "127.0.0.1");
  const statuses: number[] = [];
  let isClosed = false;
  let isOver = false;
  const closed = new Promise<void>((done) =>
    socket.once("close", () => {
      isClosed = true;
      done();
    }),
  );
  void over.then(() => (isOver = true));
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    for (const [, status] of chunk.toString("latin1").matchAll(/HTTP\/1\.1 (\d{3})/g))
      statuses.push(Number(status));
  });
  const isEnded = () => isOver || isClosed;
  const write = (bytes: string | Buffer) =>
    sent(socket, bytes, Promise.race([closed, over]), isEnded);
  await kinds[kind]?.({ write, isOver: isEnded }, chance);
  await Promise.race([closed, over]);
  const wasCut = isClosed;
  socket.destroy();
  return { kind, statuses, wasCut };
}

/** The head of a post that nobody signed, though it may say so. */
function headOf(chance: Chance, bytes: number | null): string {
  const type = chance.pick(["application/json", "application/x-www-form-urlencoded", "text/plain"]);
  const signed = chance.happens(0.7) ? `X-Shopify-Hmac-Sha256: ${"A".repeat(43)}=\r\n` : "";
  const size = bytes === null ? "Transfer-Encoding: chunked" : `Content-Length: ${bytes}`;
  return `POST ${chance.pick(paths)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n${signed}${size}\r\n\r\n`;
}

async function writeMuch({ write }: Talk, bytes: number): Promise<boolean> {
  for (let left = bytes; left > 0; left -= CHUNK.length)
    if (!(await write(CHUNK.subarray(0, Math.min(left, CHUNK.length))))) return false;
  return true;
}

async function sent(
  socket: Socket,
  bytes: string | Buffer,
  ended: Promise<unknown>,
  isEnded: () => boolean,
): Promise<boolean> {
  if (isEnded()) return false;
  if (!socket.write(bytes))
    await Promise.race([new Promise((done) => socket.once("drain", done)), ended]);
  return !isEnded();
}
