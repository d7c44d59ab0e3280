# One image, three commands:
#   web      node --import tsx app/server.ts     (the default)
#   worker   node --import tsx workers/index.ts
#   migrate  node --import tsx prisma/migrate.ts      once before each new version starts

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
COPY --from=build /encore/package.json /encore/tsconfig.json /encore/prisma.config.ts ./
COPY --from=build /encore/node_modules node_modules
COPY --from=build /encore/prisma prisma
COPY --from=build /encore/build build
COPY --from=build /encore/app app
COPY --from=build /encore/workers workers

USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "app/server.ts"]
