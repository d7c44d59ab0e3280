import { globSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

type RouteArguments = { request: Request; params: Record<string, string>; context: object };
type Route = {
  loader?: (args: RouteArguments) => Promise<Response> | Response;
  action?: (args: RouteArguments) => Promise<Response> | Response;
};
type RouteFile = { path: string; methods: string[]; file: string };

/** The addresses of the API by their files: `api.loyalty.rewards.ts` is /api/loyalty/rewards. The description itself and the rest are none. */
export async function routeFiles(): Promise<RouteFile[]> {
  const files = globSync("app/routes/api.loyalty.*.ts").filter((file) => !file.includes("openapi"));
  return Promise.all(
    files.map(async (file) => {
      const route = await load(file);
      const name = basename(file, ".ts").replaceAll(/\$(\w+)/g, "{$1}");
      return {
        path: `/${name.replaceAll(".", "/")}`,
        methods: [route.action ? "POST" : "GET"],
        file,
      };
    }),
  );
}

/** An address with {parameters} as what it matches. */
export function routeOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

/** Calls the API as HTTP does: by its route's file, with what a route throws as its answer. */
export async function call(
  method: "GET" | "POST",
  path: string,
  { key, body, idempotencyKey }: { key: string; body?: object; idempotencyKey?: string },
): Promise<Response> {
  const url = new URL(path, "https://encore.test");
  const files = await routeFiles();
  const found = files.find(
    (one) => routeOf(one.path).test(url.pathname) && one.methods.includes(method),
  );
  if (!found) throw new Error(`No route answers ${method} ${path}`);
  const params = { ...routeOf(found.path).exec(url.pathname)?.groups };
  const request = new Request(url, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const route = await load(found.file);
  const answer = method === "POST" ? route.action : route.loader;
  if (!answer) throw new Error(`${found.file} does not take ${method}`);
  try {
    return await answer({ request, params, context: {} });
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}

async function load(file: string): Promise<Route> {
  return (await import(pathToFileURL(file).href)) as Route;
}
