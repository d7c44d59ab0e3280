import { connect, createServer, type Server, type Socket } from "node:net";

import { freePort } from "./postgres.ts";

/** What whoever connects meets: the server; nobody who listens; one who hangs up at once; one who never says a word. */
export type GateState = "open" | "refusing" | "hanging-up" | "silent";

/** A place between Encore and its database, or its queue, where connections can be refused, cut and left without an answer. */
export class Gate {
  readonly url: string;
  private readonly port: number;
  private readonly serverPort: number;
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private state: GateState = "open";

  private constructor(serverUrl: string, port: number) {
    const url = new URL(serverUrl);
    this.serverPort = Number(url.port);
    url.port = String(port);
    this.url = url.href;
    this.port = port;
  }

  static async before(serverUrl: string, state: GateState): Promise<Gate> {
    const gate = new Gate(serverUrl, await freePort());
    await gate.be(state);
    return gate;
  }

  /** All connections that there are end with it. */
  async be(state: GateState): Promise<void> {
    this.state = state;
    for (const socket of this.sockets) socket.destroy();
    if (state === "refusing") await this.close();
    else await this.listen();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    const { server } = this;
    this.server = null;
    if (server) await new Promise((done) => server.close(done));
  }

  private async listen(): Promise<void> {
    if (this.server) return;
    const server = createServer((socket) => this.take(socket));
    this.server = server;
    await new Promise<void>((done) => server.listen(this.port, "127.0.0.1", done));
  }

  private take(socket: Socket): void {
    this.keep(socket);
    if (this.state === "hanging-up") socket.destroy();
    if (this.state !== "open") return;
    const server = connect(this.serverPort, "127.0.0.1");
    this.keep(server);
    socket.pipe(server).pipe(socket);
    socket.once("close", () => server.destroy());
    server.once("close", () => socket.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.sockets.delete(socket));
  }
}
