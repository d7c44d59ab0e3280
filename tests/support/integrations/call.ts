import { pathToFileURL } from "node:url";

import routes from "#app/routes.ts";

type RouteArguments = { request: Request; params: Record<string, string>; context: object };
type Route = {
  loader?: (args: RouteArguments) => Promise<Response> | Response;
  action?: (args: RouteArguments) => Promise<Response> | Response;
};
type RouteFile = { path: string; methods: string[]; file: string };

/** The addresses of the API, as app/routes.ts has them. The description itself and what answers unknown addresses are none. */
export function routeFiles(): Promise<RouteFile[]> {
  const ofApi = routes.filter(
    ({ path, file }) => path?.startsWith("api/loyalty/") && !/openapi/.test(file),
  );
  return Promise.all(
    ofApi.map(async ({ path, file }) => {
      const route = await load(`app/${file}`);
      return {
        path: `/${path?.replaceAll(/:(\w+)/g, "{$1}")}`,
        methods: [route.action ? "POST" : "GET"],
        file: `app/${file}`,
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
