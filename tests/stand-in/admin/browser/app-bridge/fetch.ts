import { tellAdmin } from "./connection.ts";
import { forgetIdToken, idToken } from "./id-token.ts";

const RETRY = "X-Shopify-Retry-Invalid-Session-Request";
const REAUTHORIZE = "X-Shopify-API-Request-Failure-Reauthorize-Url";

/** Requests to the app carry the session token. A reply that asks for it is retried once with a new one. */
export function patchFetch(): void {
  const plain = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const own = new URL(request.url).origin === location.origin;
    if (!own || request.headers.has("Authorization")) return plain(request);

    const spare = request.clone();
    let response = await plain(await authorized(request));
    if (response.status === 401 && response.headers.has(RETRY)) {
      forgetIdToken();
      response = await plain(await authorized(spare));
    }
    const reauthorize = response.headers.get(REAUTHORIZE);
    if (reauthorize)
      tellAdmin({ type: "open", url: new URL(reauthorize, location.href).href, target: "_top" });
    return response;
  };
}

async function authorized(request: Request): Promise<Request> {
  request.headers.set("Authorization", `Bearer ${await idToken()}`);
  request.headers.set("X-Requested-With", "XMLHttpRequest");
  return request;
}
