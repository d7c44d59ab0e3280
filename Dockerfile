# One image, three commands:
#   web      node --enable-source-maps build/web.js         (the default)
#   worker   node --enable-source-maps build/worker.js
#   migrate  node --enable-source-maps build/migrate.js     once before each new version starts

FROM node:24-slim AS base
WORKDIR /encore
ENV NODE_ENV=production

FROM base AS build
# Apart from the sources, so that a change of code does not install again.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run generate && npm run build && npm prune --omit=dev

FROM base
# Owned by root: the app writes nothing here.
COPY --from=build /encore/package.json /encore/prisma.config.ts ./
COPY --from=build /encore/node_modules node_modules
COPY --from=build /encore/prisma prisma
COPY --from=build /encore/build build

# With an arena for each thread, glibc keeps what large bodies took: after an attack a web process held 485 MB, and 340 so.
ENV MALLOC_ARENA_MAX=2
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "build/web.js"]
