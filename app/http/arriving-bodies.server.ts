import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

const KB = 1024;
const MB = KB * KB;
/** What is sent after a refusal is read and dropped for so long: closing at once would take the answer with it. */
const LINGER_MS = 5_000;
const RETRY_AFTER_S = "2";

/** How much may be on its way into a process before it is known who sends it. */
export type Bounds = {
  /** Bodies up to this many bytes have room of their own: none of them is closed for what others send. */
  smallBytes: number;
  /** All larger ones together. */
  largeBytes: number;
  connections: number;
  /** The largest body of a path. */
  mostBytes: (path: string) => number;
};

const LARGEST: Readonly<Record<string, number>> = {
  "/webhooks": 5 * MB,
  // A file of points, and the form around it.
  "/app/loyalty/imports": 11 * MB,
};

/** 2,000 small bodies and all large ones take 160 MB. */
export const processBounds: Bounds = {
  smallBytes: 64 * KB,
  largeBytes: 32 * MB,
  connections: 2_000,
  mostBytes: (path) => LARGEST[path] ?? MB,
};

type Body = {
  request: IncomingMessage;
  response: ServerResponse;
  address: string;
  since: number;
  bytes: number;
};

/**
 * Counts what a process holds of bodies from their first byte until they are answered, and closes what is too much, each with a
 * 4xx: a body beyond what its path may have; the slowest and largest bodies of the address that has sent most, when large ones
 * are too many; and the connection that has waited longest, when there are too many of those. Signed or not is not known yet:
 * 300 open bodies of 4 MB would be 1.2 GB, and each webhook after them would wait for memory.
 */
export class ArrivingBodies {
  private readonly bodies = new Set<Body>();
  /** Connections that nobody answers on at the moment, the one that waits longest first. */
  private readonly waiting = new Set<Socket>();
  private connections = 0;
  private largeBytes = 0;
  private readonly bounds: Bounds;

  constructor(bounds: Bounds) {
    this.bounds = bounds;
  }

  /** Counts a server's connections from now on. */
  watch(server: Server): void {
    server.on("connection", (socket: Socket) => {
      this.connections += 1;
      this.waiting.add(socket);
      socket.once("close", () => {
        this.connections -= 1;
        this.waiting.delete(socket);
      });
      const [longest] = this.waiting;
      if (this.connections > this.bounds.connections) longest?.destroy();
    });
  }

  /** Counts a request's body as this address's. Returns false, having answered 413, where it says itself that it is too large. */
  admit(request: IncomingMessage, response: ServerResponse, address: string): boolean {
    const { socket } = request;
    const [path = "/"] = (request.url ?? "/").split("?", 1);
    const most = this.bounds.mostBytes(path);
    const body = { request, response, address, since: Date.now(), bytes: 0 };
    if (Number(request.headers["content-length"] ?? 0) > most) {
      refuse(body, 413);
      return false;
    }
    // Not by listening: whoever reads the body later would have missed what was heard before.
    const push = request.push.bind(request);
    request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
      if (chunk !== null && !this.take(body, chunk.length, most)) return true;
      // All of it is here, and not answered yet.
      if (chunk === null && this.bodies.has(body)) this.waiting.delete(socket);
      return push(chunk, encoding);
    };
    this.bodies.add(body);
    response.once("close", () => {
      this.forget(body);
      if (!socket.destroyed) this.waiting.add(socket);
    });
    return true;
  }

  /** Whether these bytes of a body may be kept. */
  private take(body: Body, bytes: number, most: number): boolean {
    if (!this.bodies.has(body)) return false;
    const before = this.sizeOf(body);
    body.bytes += bytes;
    if (body.bytes > most) {
      body.bytes -= bytes;
      this.forget(body);
      refuse(body, 413);
      return false;
    }
    this.largeBytes += this.sizeOf(body) - before;
    while (this.largeBytes > this.bounds.largeBytes) {
      const worst = this.worst() ?? body;
      this.forget(worst);
      refuse(worst, 429);
    }
    return this.bodies.has(body);
  }

  private forget(body: Body): void {
    if (this.bodies.delete(body)) this.largeBytes -= this.sizeOf(body);
  }

  private sizeOf({ bytes }: Body): number {
    return bytes > this.bounds.smallBytes ? bytes : 0;
  }

  /** Of the address that has most of the large bytes, the body that takes most for longest. */
  private worst(): Body | undefined {
    const large = [...this.bodies].filter(
      (body) => this.sizeOf(body) > 0 && !body.request.complete,
    );
    const sumOf = (bodies: readonly Body[]) => bodies.reduce((sum, { bytes }) => sum + bytes, 0);
    const [most = []] = [...Map.groupBy(large, ({ address }) => address).values()].toSorted(
      (a, b) => sumOf(b) - sumOf(a),
    );
    const at = Date.now();
    const cost = ({ bytes, since }: Body) => bytes * (1 + at - since);
    return most.toSorted((a, b) => cost(b) - cost(a))[0];
  }
}

/** Answers in place of whoever was to, who hears that the request ended. */
function refuse({ request, response }: Body, status: 413 | 429): void {
  const { socket } = request;
  if (!response.headersSent)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Length: 0\r\nRetry-After: ${RETRY_AFTER_S}\r\nConnection: close\r\n\r\n`,
    );
  if (status === 429) {
    request.destroy();
    return;
  }
  request.push = (chunk) => {
    if (chunk === null) socket.end();
    return true;
  };
  request.resume();
  const cutOff = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once("close", () => clearTimeout(cutOff));
}
