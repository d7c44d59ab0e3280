import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";

import { afterEach, expect, test } from "vitest";

import { until } from "#tests/support/wait.ts";

import { ArrivingBodies, type Bounds } from "./arriving-bodies.server.ts";

const KB = 1024;
let server: Server;
const senders: Sender[] = [];
/** The server's ends of the senders' connections. */
const heard = new Set<Socket>();

afterEach(async () => {
  for (const { socket } of senders.splice(0)) socket.destroy();
  await new Promise((done) => server.close(done));
});

/** Answers with how many bytes came. */
async function listen(bounds: Partial<Bounds>): Promise<void> {
  const usual = { smallBytes: 4 * KB, largeBytes: 100 * KB, connections: 100 };
  const arriving = new ArrivingBodies({ ...usual, mostBytes: () => 80 * KB, ...bounds });
  server = createServer((request, response) => {
    if (!arriving.admit(request, response, "203.0.113.9")) return;
    void text(request).then(
      (body) => response.end(String(body.length)),
      () => response.destroy(),
    );
  });
  arriving.watch(server);
  heard.clear();
  server.on("connection", (socket) => heard.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

/** Somebody who sends what they like, when they like. */
class Sender {
  readonly socket: Socket;
  readonly answer: Promise<string>;

  constructor() {
    this.socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    let heard = "";
    this.socket.setEncoding("utf8").on("data", (part: string) => (heard += part));
    this.socket.on("error", () => {});
    this.answer = new Promise((done) => this.socket.once("close", () => done(heard)));
    senders.push(this);
  }

  head(bytes: number | "chunked", path = "/"): this {
    const length = bytes === "chunked" ? "Transfer-Encoding: chunked" : `Content-Length: ${bytes}`;
    this.socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${length}\r\n\r\n`);
    return this;
  }

  bytes(count: number): this {
    this.socket.write("x".repeat(count));
    return this;
  }

  chunk(count: number): this {
    this.socket.write(`${count.toString(16)}\r\n${"x".repeat(count)}\r\n`);
    return this;
  }
}

/** Resolves when all that was sent so far has been read. */
async function isRead(): Promise<void> {
  const sum = (sockets: Iterable<Socket>, key: "bytesRead" | "bytesWritten") =>
    [...sockets].reduce((bytes, socket) => bytes + socket[key], 0);
  const sent = () =>
    sum(
      senders.map(({ socket }) => socket),
      "bytesWritten",
    );
  await until("all is read", () => Promise.resolve(sum(heard, "bytesRead") === sent()), 30_000, 2);
}

test("a body that says itself that it is too large is refused before it is sent, and may end all the same", async () => {
  await listen({});
  const sender = new Sender().head(90 * KB).bytes(90 * KB);
  expect(await sender.answer).toMatch(/^HTTP\/1\.1 413 /);
});

test("so is one that says nothing, once it is", async () => {
  await listen({});
  const sender = new Sender().head("chunked");
  for (let parts = 0; parts < 9; parts++) sender.chunk(10 * KB);
  sender.socket.write("0\r\n\r\n");
  expect(await sender.answer).toMatch(/^HTTP\/1\.1 413 /);
});

test("how much is too much, is a matter of the path", async () => {
  await listen({ mostBytes: (path) => (path === "/files" ? 90 : 10) * KB });
  expect(await new Sender().head(50 * KB, "/files?of=points").bytes(50 * KB).answer).toContain(
    "200 OK",
  );
  expect(await new Sender().head(50 * KB, "/else").bytes(50 * KB).answer).toContain("413");
});

test("when large bodies are too many, the largest goes, and no small one does", async () => {
  await listen({});
  const small = Array.from({ length: 20 }, () => new Sender().head(4 * KB).bytes(4 * KB - 1));
  const large = new Sender().head(80 * KB).bytes(20 * KB);
  const larger = new Sender().head(80 * KB).bytes(70 * KB);
  await isRead();
  large.bytes(30 * KB);
  expect(await larger.answer).toMatch(/^HTTP\/1\.1 429 [^]*Retry-After/);

  for (const sender of small) sender.bytes(1);
  for (const sender of small) expect(await sender.answer).toContain(String(4 * KB));
  expect(await large.bytes(30 * KB).answer).toContain(String(80 * KB));
});

test("what was answered is not counted any more", async () => {
  await listen({});
  for (let times = 0; times < 5; times++)
    expect(await new Sender().head(60 * KB).bytes(60 * KB).answer).toContain("200 OK");
});

test("of too many connections the one that has waited longest goes, not one that is being answered", async () => {
  await listen({ connections: 5 });
  const idle = Array.from({ length: 5 }, () => new Sender());
  await Promise.all(idle.map(({ socket }) => once(socket, "connect")));
  expect(await new Sender().head(1).bytes(1).answer).toContain("200 OK");
  expect(await idle[0]?.answer).toBe("");
});
