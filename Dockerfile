# The app for a PostgreSQL of yours (DATABASE_URL); the embedded one stays out, see docs/decisions. With two replicas and
# a database: compose.yaml. Everything else about running it: docs/operating.md.
FROM node:24-slim AS base
WORKDIR /app

# What the app needs to run, without what only compilers, debuggers and other databases read.
FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts \
  && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete \
  && find node_modules/@prisma/client/runtime -name 'query_compiler_*' ! -name '*.postgresql.*' -delete

# The database client, made from the schema by a tool that the image itself does not need.
FROM base AS client
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional --ignore-scripts
COPY prisma.config.ts ./
COPY scripts/generate-client.mjs scripts/
COPY prisma prisma
RUN node scripts/generate-client.mjs

FROM base
LABEL org.opencontainers.image.title="Signalbox" \
  org.opencontainers.image.description="A self-hosted Slack app that puts HubSpot and Salesforce where the revenue team already talks." \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data \
  PLAYBOOK=/config/playbook.yaml
# Root owns the code, so the app cannot change it. Nothing but DATA_DIR is ever written: the rest may be read-only.
COPY --from=dependencies /app/node_modules node_modules
RUN install --directory --owner=node --group=node /data node_modules/.cache/signalbox
COPY package.json LICENSE ./
COPY prisma/migrations prisma/migrations
COPY src src
COPY --from=client /app/src/generated src/generated
USER node
# What Node compiles at a start is kept in the image, for at run time it cannot be: the start takes half of the time.
RUN ["node", "--input-type=module", "--eval", "import { enableCompileCache, flushCompileCache } from 'node:module'; enableCompileCache('/app/node_modules/.cache/signalbox'); for (const part of ['app', 'config', 'adapters/hubspot/crm', 'adapters/salesforce/crm']) await import(`/app/src/${part}.ts`); flushCompileCache();"]
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# Whether the process answers. Whether Slack and the CRMs do is said by /readyz, and is no reason to restart.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets the signals. `docker run signalbox src/cli/playbook.ts` runs a command instead.
ENTRYPOINT ["node"]
CMD ["--max-semi-space-size=8", "--max-old-space-size=512", "src/main.ts"]
