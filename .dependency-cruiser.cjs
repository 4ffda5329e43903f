/** Who may know whom. `npm run dependencies:check` fails when a line of this is broken. */
const inside = (folder) => `^${folder}/`;
const npm = (names) => `node_modules/(${names})(/|$)`;
const fabric = npm('fabric-[a-z-]+|@hyperledger/[a-z-]+|@grpc/[a-z-]+');

/** The verifier, and what is built along. */
const verified =
  '^(sdk/verify/src/|catalogue/src/(evidence/(merkle-path|checkpoint-text|log-entry)|points/imported-entry)\\.ts$|audit/src/(block-header|byte-texts|commit-input|fields|protobuf-bytes|protobuf-reader|store|write-sets)\\.ts$)';

/** The gateway's storeys, from below to above. */
const gatewayStoreys = [
  'channel',
  'fabric',
  'store',
  'projection',
  'writes',
  'imports',
  'watch',
  'explorer',
  'jobs',
  'http',
  'subjects',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'catalogue-knows-no-fabric',
      comment: 'Gateway, tests and other clients import the catalogue without Fabric and without the rules.',
      severity: 'error',
      from: { path: inside('catalogue') },
      to: { pathNot: [inside('catalogue'), npm('zod')] },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules see values and the catalogue’s types; hashing is a pure function of its input.',
      severity: 'error',
      from: { path: inside('chaincode/src/domain') },
      to: {
        pathNot: [inside('chaincode/src/domain'), inside('catalogue'), '^(node:)?crypto$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-ledger-touches-the-stub',
      comment:
        'Fabric’s shim is seen by ledger/ only, and there by no contract; these have the contract API for their decorators.',
      severity: 'error',
      from: { path: ['^chaincode/src/.*\\.contract\\.ts$', '^chaincode/src/(?!ledger/)'] },
      to: { path: npm('fabric-shim(-api)?') },
    },
    {
      name: 'chaincode-stands-alone',
      severity: 'error',
      from: { path: inside('chaincode/src') },
      to: {
        path: [
          '^(network|gateway-api|consortium|test)/',
          npm('@hyperledger/fabric-gateway|@grpc|fabric-network|express|undici'),
        ],
      },
    },
    {
      name: 'gateway-sees-only-the-catalogue',
      comment: 'Of the chaincode, what everybody may know; of the network, nothing. The audit is known to who watches.',
      severity: 'error',
      from: { path: inside('gateway-api/src') },
      to: { path: ['^(chaincode|network|consortium|test)/'] },
    },
    {
      name: 'only-the-watch-knows-the-audit',
      comment:
        'What it recomputes the ledger by, and what reads blocks, is the business of those who do, and nobody else’s.',
      severity: 'error',
      from: { path: inside('gateway-api/src'), pathNot: '^gateway-api/src/(watch|fabric|explorer)/' },
      to: { path: inside('audit') },
    },
    {
      name: 'only-the-assembly-knows-the-adapter',
      comment: 'Everything else sees channel/, behind which tests put a ledger in memory.',
      severity: 'error',
      from: { path: inside('gateway-api/src'), pathNot: '^gateway-api/src/(fabric/|create-gateway\\.ts$)' },
      to: { path: [fabric, '^gateway-api/src/fabric/'] },
    },
    ...gatewayStoreys.map((storey, at) => ({
      name: `gateway-${storey}-knows-what-is-below`,
      comment: `From below to above: ${gatewayStoreys.join(', ')}; then the assembly.`,
      severity: 'error',
      from: { path: inside(`gateway-api/src/${storey}`) },
      to: {
        path: `^gateway-api/src/((${gatewayStoreys.slice(at + 1).join('|') || 'none'})/|assembly/|(open-gateway|create-gateway|app|run|main)\\.ts$)`,
      },
    })),
    {
      name: 'http-knows-no-work',
      comment: 'How requests come in and replies go out, whatever they are about.',
      severity: 'error',
      from: { path: '^gateway-api/src/http/' },
      to: { path: '^gateway-api/src/(projection|imports|jobs)/' },
    },
    {
      name: 'member-keys-run-in-browsers',
      comment: 'Two files of the catalogue are built for browsers; nothing of Node, no package.',
      severity: 'error',
      from: {
        path: '^(member-keys/src/|catalogue/src/(points/authorization-bytes|core/canonical-json|holds/hash-lock-text)\\.ts$)',
      },
      to: {
        pathNot:
          '^(member-keys/src/|catalogue/src/(points/authorization-bytes|core/canonical-json|holds/hash-lock-text)\\.ts$)',
      },
    },
    {
      name: 'client-runs-in-browsers',
      comment: 'Types come from the routes by a generated file; at run time there is nothing of Node and no package.',
      severity: 'error',
      from: { path: inside('sdk/client/src') },
      to: { pathNot: inside('sdk/client/src') },
    },
    {
      name: 'command-is-a-client',
      comment: 'What a terminal can do, everybody can by the REST API.',
      severity: 'error',
      from: { path: inside('sdk/command/src') },
      to: { pathNot: [inside('sdk/(client|command)'), npm('commander|cli-progress'), '^(node:)?[a-z]+$'] },
    },
    {
      name: 'bridge-is-a-client',
      comment:
        'It has a key of a gateway and one of a database, and knows nothing of the ledger but what the gateway tells.',
      severity: 'error',
      from: { path: inside('bridge/src') },
      to: { path: '^(catalogue|chaincode|network|gateway-api|consortium|audit|member-keys|test)/' },
    },
    {
      name: 'console-is-a-client',
      comment: 'What the console shows and does, everybody can by the REST API; it runs in browsers.',
      severity: 'error',
      from: { path: inside('console/src') },
      to: { pathNot: [inside('console/src'), inside('sdk/(client|verify)'), npm('preact')] },
    },
    {
      name: 'verifier-runs-in-browsers',
      comment:
        'Three files of the catalogue are built along, and those of the audit that read blocks; nothing of Node but for the command, no package.',
      severity: 'error',
      from: { path: verified, pathNot: '^sdk/verify/src/main\\.ts$' },
      to: { pathNot: verified },
    },
    {
      name: 'audit-shares-nothing',
      comment: 'What recomputes the ledger is written by itself: a mistake of the others must not be its own.',
      severity: 'error',
      from: { path: inside('audit/src') },
      to: { path: '^(catalogue|chaincode|network|gateway-api|consortium|member-keys|sdk|test)/' },
    },
    {
      name: 'network-does-not-know-the-product',
      comment: 'Peers and orderers run any chaincode.',
      severity: 'error',
      from: { path: inside('network') },
      to: { path: '^(catalogue|chaincode|audit|gateway-api|consortium|test)/' },
    },
    {
      name: 'no-tests-in-programs',
      severity: 'error',
      from: { pathNot: inside('test') },
      to: { path: inside('test') },
    },
    {
      name: 'declared-packages-only',
      comment: 'What a workspace imports stands in its own package.json.',
      severity: 'error',
      // The benchmark’s baseline is a chaincode package without a folder of its own for packages.
      from: {
        path: '^(catalogue/src|chaincode/src|network|audit/src|gateway-api/src|consortium|bridge/src)/',
        pathNot: '^consortium/bench/baseline/',
      },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['/dist/.*\\.d\\.ts$'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
