/** A visitor of a storefront without a browser: keeps cookies, follows redirects by hand. */
export type Visitor = {
  get: (path: string, headers?: Record<string, string>) => Promise<Page>;
  submit: (
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Page>;
  json: (path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
};

export type Page = { status: number; path: string; html: string };

/** `base` is the shop's storefront, with a slash at the end. */
export function openVisitor(base: string): Visitor {
  const cookies = new Map<string, string>();

  async function send(url: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: { ...(init.headers as Record<string, string>), cookie },
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      const [name = "", ...value] = pair.split("=");
      if (/Max-Age=0/.test(set)) cookies.delete(name);
      else cookies.set(name, value.join("="));
    }
    return response;
  }

  async function page(url: string, init: RequestInit): Promise<Page> {
    const response = await send(url, init);
    const location = response.headers.get("location");
    if (location) return page(new URL(location, url).href, {});
    return {
      status: response.status,
      path: url.slice(base.length),
      html: await response.text(),
    };
  }

  return {
    get: (path, headers = {}) => page(`${base}${path}`, { headers }),
    submit: (path, fields, headers = {}) =>
      page(`${base}${path}`, { method: "POST", body: new URLSearchParams(fields), headers }),
    async json(path, body) {
      const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const response = await send(`${base}${path}`, init);
      return { status: response.status, body: (await response.json()) as unknown };
    },
  };
}
