# syntax=docker/dockerfile:1

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/client/package.json packages/client/
COPY web/package.json web/
RUN npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json prisma.config.ts ./
COPY prisma prisma
COPY tools tools
COPY src src
COPY packages packages
COPY web web
COPY LICENSE ./
RUN npm run build

FROM node:20-bookworm-slim AS runtime
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# npm asks for every package of the lock file; the client library itself is no part of the server, and the console is built.
COPY packages/client/package.json packages/client/
COPY web/package.json web/
# The embedded PostgreSQL is an optional dependency, left out: a container is given DATABASE_URL.
RUN npm ci --omit=dev --omit=optional && npm cache clean --force
COPY --from=build /app/dist dist
# Applied at the start, under an advisory lock.
COPY prisma prisma
COPY LICENSE openapi.json ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Deliveries outlive a small young generation: with 64 MB their memory is copied less often (docs/decisions/0008).
CMD ["node", "--max-semi-space-size=64", "dist/main.js"]
