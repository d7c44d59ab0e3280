import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

import { parse } from "smol-toml";

// `npm run deploy`: the Shopify CLI with the address that extensions call, which it knows under `npm run dev` alone.

const { application_url } = parse(readFileSync("shopify.app.toml", "utf8"));
const environment = { APP_URL: String(application_url).replace(/\/$/, ""), ...process.env };
const child = spawn("shopify", ["app", "deploy", ...process.argv.slice(2)], {
  env: environment,
  stdio: "inherit",
});
child.once("exit", (code) => process.exit(code ?? 1));
