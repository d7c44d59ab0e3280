import { connect as connectTcp, type Socket } from "node:net";
import { Agent, setGlobalDispatcher } from "undici";

/**
 * Preload (`node --import ./tests/stand-in/divert.ts`): calls to `*.myshopify.com` go to the stand-in on this machine
 * (`STAND_IN_PORT`), loopback stays loopback, and every other host is refused, so that nothing ever leaves the machine.
 * A plain connection is enough: undici asks the connector for a socket and speaks HTTP/1.1 on whatever it gets.
 */
setGlobalDispatcher(
  new Agent({
    connect({ hostname, port, protocol }, callback) {
      const target = targetOf(hostname, port || (protocol === "https:" ? "443" : "80"));
      if (!target) {
        callback(new Error(`${hostname} is not on this machine, and nothing may leave it`), null);
        return;
      }
      const socket: Socket = connectTcp(target);
      socket.setNoDelay(true);
      socket.once("error", (error) => callback(error, null));
      socket.once("connect", () => callback(null, socket));
    },
  }),
);

function targetOf(hostname: string, port: string): { host: string; port: number } | null {
  if (hostname.endsWith(".myshopify.com")) {
    return { host: "127.0.0.1", port: Number(process.env["STAND_IN_PORT"]) };
  }
  const host = hostname.replace(/^\[|\]$/g, "");
  if (["localhost", "127.0.0.1", "::1"].includes(host)) return { host, port: Number(port) };
  return null;
}
