# The images of a consortium in containers, each a target: docker build --target chaincode|gateway|setup|bridge .
# They share what is installed and built; only what runs differs. docker-compose.yml builds and starts them.

FROM node:24.21.0-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY catalogue/package.json catalogue/
COPY chaincode/package.json chaincode/
COPY network/package.json network/
COPY audit/package.json audit/
COPY gateway-api/package.json gateway-api/
COPY consortium/package.json consortium/
COPY console/package.json console/
COPY bridge/package.json bridge/
COPY member-keys/package.json member-keys/
COPY sdk/client/package.json sdk/client/
COPY sdk/verify/package.json sdk/verify/
# What nobody reads in a container goes.
RUN printf '%s\n' '#!/bin/sh' 'set -e' 'npm ci --omit=dev --omit=optional "$@"' 'npm cache clean --force' \
    "find node_modules -type f \\( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.md' \\) -delete" \
    > /usr/local/bin/install-to-run && chmod +x /usr/local/bin/install-to-run

# Dependencies before sources: this layer is built again only when they change.
FROM manifests AS build
RUN npm ci
COPY tsconfig.json ./
COPY catalogue catalogue
COPY chaincode chaincode
COPY network network
COPY audit audit
COPY gateway-api gateway-api
COPY sdk sdk
COPY consortium consortium
COPY console console
COPY bridge bridge
RUN npx tsc -b consortium console bridge && node console/build.mjs

# The points chaincode as a service. CORE_CHAINCODE_ID, the package id that the peers have installed, has no default.
FROM manifests AS chaincode
RUN install-to-run --workspace=catalogue --workspace=chaincode
COPY --from=build /app/catalogue/dist catalogue/dist
COPY --from=build /app/chaincode/dist chaincode/dist
ENV NODE_ENV=production \
    CORE_CHAINCODE_ADDRESS=0.0.0.0:9999 \
    CORE_CHAINCODE_LOGGING_LEVEL=ERROR
WORKDIR /app/chaincode
USER node
EXPOSE 9999
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9999"]
CMD ["node", "../node_modules/fabric-shim/cli.js", "server"]

# One organisation's REST gateway.
FROM manifests AS gateway
RUN install-to-run --workspace=catalogue --workspace=chaincode --workspace=audit --workspace=gateway-api \
    --workspace=console
COPY --from=build /app/catalogue/dist catalogue/dist
COPY --from=build /app/chaincode/dist chaincode/dist
COPY --from=build /app/audit/dist audit/dist
COPY --from=build /app/gateway-api/dist gateway-api/dist
COPY --from=build /app/console/dist/site console/dist/site
ENV NODE_ENV=production
USER node
EXPOSE 8080
# Ready means: it answers and reaches its peer. Docker restarts nothing for being unhealthy, it only shows it.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3"]
CMD ["node", "gateway-api/dist/main.js", "--config", "/var/lib/commonpoint/config.json"]

# Everything that sets a consortium up by Fabric's own protocol: identities, channel, chaincode definition, programmes.
FROM manifests AS setup
RUN install-to-run --workspace=catalogue --workspace=chaincode --workspace=network --workspace=audit \
    --workspace=gateway-api --workspace=consortium --workspace=sdk/client --workspace=bridge
COPY --from=build /app/catalogue/dist catalogue/dist
COPY --from=build /app/chaincode/dist chaincode/dist
COPY --from=build /app/network/dist network/dist
COPY --from=build /app/audit/dist audit/dist
COPY --from=build /app/gateway-api/dist gateway-api/dist
COPY --from=build /app/consortium/dist consortium/dist
COPY --from=build /app/sdk/client/dist sdk/client/dist
COPY --from=build /app/bridge/dist bridge/dist
COPY collections_config.json consortium.json ./
COPY examples examples
ENV NODE_ENV=production
USER node
CMD ["node", "consortium/dist/member/set-up.js"]

# Between a legacy points database and one organisation's gateway.
FROM manifests AS bridge
RUN install-to-run --workspace=sdk/client --workspace=bridge
COPY --from=build /app/sdk/client/dist sdk/client/dist
COPY --from=build /app/bridge/dist bridge/dist
ENV NODE_ENV=production
USER node
CMD ["node", "bridge/dist/main.js", "run", "--config", "/var/lib/commonpoint/bridge.json"]
