# syntax=docker/dockerfile:1
# The ledger's server as an image: built with all development tools, shipped without them, run by a user who is not root.

FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Scripts wait: "prepare" builds, and the sources are not there yet. No dependency needs one.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY libs ./libs
COPY apps ./apps
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/apps/cli/bin ./apps/cli/bin
COPY --from=build /app/libs/policy/packs ./libs/policy/packs
COPY --from=build /app/libs/accountability/tasks ./libs/accountability/tasks
# A new named volume takes its owner from here.
RUN install -d -o node -g node -m 0700 /data /keys
USER node
# The vault lies in a volume of its own: without it no name in the ledger can be read.
ENV TAIZHANG_KEYS=/keys
VOLUME ["/data", "/keys"]
EXPOSE 3000
# EVENTSTORE_URL, when set and not empty, keeps the events in EventStoreDB; the read models stay in /data either way.
# The first start prints the administrator's one-time password, once. TLS must be ended by a proxy: TAIZHANG_PUBLIC_URL, TAIZHANG_TRUSTED_PROXIES.
# Inside a container "only this machine" would be only this container, hence --host; who may reach the port is decided where it is published.
CMD ["node", "apps/cli/bin/taizhang.js", "serve", "--data", "/data", "--host", "0.0.0.0"]
