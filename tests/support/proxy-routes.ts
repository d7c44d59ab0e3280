import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

type Handler = (args: never) => Promise<unknown>;

/** Routes of app/routes by their path below /proxy; `:name` stands for one part of it. */
export type ProxyRoutes = Record<string, { loader?: Handler; action?: Handler }>;

/** Answers a request to the app proxy as Remix does: GET by the loader, the rest by the action. */
export async function answerProxy(
  routes: ProxyRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
  const found = findRoute(routes, url.pathname.replace(/^\/proxy\//, ""));
  const handler = request.method === "GET" ? found?.route.loader : found?.route.action;
  if (!found || !handler) {
    response.writeHead(404).end();
    return;
  }
  const body = await buffer(request);
  const asked = new Request(url, {
    method: request.method,
    headers: request.headers as Record<string, string>,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  const { params } = found;
  const answer = await settle(handler({ request: asked, params, context: {} } as never));
  response.writeHead(answer.status, [...answer.headers].flat());
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** A response that is thrown is an answer too. */
async function settle(answer: Promise<unknown>): Promise<Response> {
  try {
    return (await answer) as Response;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}

function findRoute(routes: ProxyRoutes, path: string) {
  const parts = path.split("/");
  for (const [pattern, route] of Object.entries(routes)) {
    const names = pattern.split("/");
    const params: Record<string, string> = {};
    const matches =
      names.length === parts.length &&
      names.every((name, index) => {
        const part = decodeURIComponent(parts[index] ?? "");
        if (!name.startsWith(":")) return name === part;
        params[name.slice(1)] = part;
        return part !== "";
      });
    if (matches) return { route, params };
  }
  return null;
}
