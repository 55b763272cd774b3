# The suite in a container. Without a command it serves the mock portal, on loopback as always: share the network of its
# client, with --network host or, in a composition, network_mode: "service:NAME".
FROM node:24-slim AS package
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm pack --pack-destination /package

FROM node:24-slim
COPY --from=package /package /package
RUN npm install --global --ignore-scripts --no-audit --no-fund /package/*.tgz && npm cache clean --force && rm -r /package
# Results, ledger and the CA of the mock portal: mount a folder here to keep them.
RUN mkdir /work && chown node:node /work
WORKDIR /work
USER node
ENTRYPOINT ["b24-conformance"]
CMD ["mock", "--port", "8443", "--ca-dir", "/work/ca", "--log"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["node", "-e", "fetch('http://127.0.0.1:8444/').then(({ status }) => process.exit(status < 500 ? 0 : 1), () => process.exit(1))"]
