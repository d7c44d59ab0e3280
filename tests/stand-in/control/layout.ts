import { escapeHtml } from "../http.ts";

/** A plain page around `body`, which is already HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · stand-in Shopify</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; color: #1f2328; }
a { color: #0b57a4; } h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #d8dee4; vertical-align: top; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .5rem 0; } label { display: block; }
input, select, button { font: inherit; padding: .25rem .5rem; } td form { display: inline; }
.quiet { color: #59636e; }
</style></head><body><nav><a href="/">Stand-in Shopify</a> · <a href="/clock">Clock</a></nav>
<h1>${escapeHtml(title)}</h1>${body}</body></html>`;
}
