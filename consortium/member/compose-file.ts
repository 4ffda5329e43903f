/**
 * The Compose file of a consortium whose members are data. What is alike for everybody stands in
 * `network/docker/compose-head.yml`; here is what is each organisation's own.
 */
import { CHAINCODE_HOST, CONTAINER_PORTS, FIRST_PUBLISHED_PORT } from '@commonpoint/network/docker/topology';
import type { Organization, Topology } from '@commonpoint/network/topology';
import { publishedPortVariable } from './plan-gateways.js';

const NODES = ['peer', 'orderer', 'gateway'] as const;

/** `peer-harbor`, and `peer1-harbor` for a second one: also the name of its volume. */
const peerServices = ({ slug, peers }: Organization): string[] =>
  peers.map((_, number) => (number === 0 ? `peer-${slug}` : `peer${number}-${slug}`));

export interface ComposeOptions {
  readonly topology: Topology;
  /** The text of `compose-head.yml`. */
  readonly head: string;
  /** On the machine, relative to the Compose file; absent of the consortium that is in the images. */
  readonly descriptionPath?: string | undefined;
  /** Whether the demonstration can be played by these members. */
  readonly hasDemonstration: boolean;
}

export function composeFile({ topology, head, descriptionPath, hasDemonstration }: ComposeOptions): string {
  const { organizations } = topology;
  const [first] = organizations;
  const mounted = descriptionPath === undefined ? [] : [`${descriptionPath}:/consortium.json:ro`];
  return [
    head.trimEnd().replace('{variable}', first === undefined ? '' : publishedPortVariable(first)),
    ...keysService(organizations, mounted),
    ...setUpService(organizations, mounted),
    ...(hasDemonstration ? demonstrationService(organizations) : []),
    ...organizations.flatMap(organizationServices),
    '# Only the gateways’ network reaches the machine. The nodes meet on the consortium’s, where gateways ask the orderers how far',
    '# they are; each organisation’s peer, chaincode and gateway have one of their own, in which no other organisation can see the',
    '# chaincode.',
    'networks:',
    '  consortium: { internal: true }',
    ...organizations.map(({ slug }) => `  ${slug}: { internal: true }`),
    '  gateways: {}',
    '',
    '# `consortium` holds every organisation’s keys, since one machine plays all of them; only the one-shot containers see it.',
    '# The others hold what one container owns: its keys, and its ledger or its database.',
    'volumes:',
    '  consortium:',
    ...volumesOf(organizations).map((volume) => `  ${volume}:`),
    '',
  ].join('\n');
}

function volumesOf(organizations: readonly Organization[]): string[] {
  return NODES.flatMap((node) =>
    organizations.flatMap((each) => (node === 'peer' ? peerServices(each) : [`${node}-${each.slug}`])),
  );
}

/** `VARIABLE:-port`: where an organisation's gateway is published. */
function publishedPort(organization: Organization, index: number): string {
  return `\${${publishedPortVariable(organization)}:-${FIRST_PUBLISHED_PORT + index}}`;
}

function keysService(organizations: readonly Organization[], mounted: readonly string[]): string[] {
  return [
    '  # Root only to hand files over to the other containers’ user, with nothing else that root may do, and without network.',
    '  keys:',
    '    <<: *once',
    "    command: ['node', 'consortium/dist/member/write-keys.js']",
    "    user: '0:0'",
    '    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER]',
    '    network_mode: none',
    '    environment:',
    '      DATA_DIR: /data',
    '      VOLUMES_DIR: /volumes',
    "      OWNER: '1000:1000'",
    ...mounted.map(() => '      CONSORTIUM: /consortium.json'),
    '      # For credentials.json, which says where each gateway is.',
    ...organizations.map((each, index) => `      ${publishedPortVariable(each)}: ${publishedPort(each, index)}`),
    '    volumes:',
    '      - consortium:/data',
    ...mounted.map((volume) => `      - ${volume}`),
    ...volumesOf(organizations).map((volume) => `      - ${volume}:/volumes/${volume}`),
    '',
  ];
}

function setUpService(organizations: readonly Organization[], mounted: readonly string[]): string[] {
  const volumes = ['consortium:/data', ...mounted].map((volume) => `'${volume}'`).join(', ');
  const description = mounted.length === 0 ? '' : ', CONSORTIUM: /consortium.json';
  return [
    '  setup:',
    '    <<: *once',
    "    command: ['node', 'consortium/dist/member/set-up.js']",
    "    user: '1000:1000'",
    `    environment: { DATA_DIR: /data${description} }`,
    `    volumes: [${volumes}]`,
    '    networks: [consortium]',
    '    depends_on:',
    ...organizations.flatMap((each) =>
      [...peerServices(each), `orderer-${each.slug}`, `chaincode-${each.slug}`].map(
        (service) => `      ${service}: { condition: service_started }`,
      ),
    ),
    '',
  ];
}

function demonstrationService(organizations: readonly Organization[]): string[] {
  return [
    '  # A week at three merchants, once all of this runs: docker compose run --rm demo',
    '  demo:',
    '    <<: *once',
    "    entrypoint: ['node', 'consortium/dist/demonstration/beside-containers.js']",
    "    user: '1000:1000'",
    '    environment: { DATA_DIR: /data }',
    "    volumes: ['consortium:/data']",
    '    networks: [consortium, gateways]',
    '    profiles: [demo]',
    '    depends_on:',
    ...organizations.map(({ slug }) => `      gateway-${slug}: { condition: service_healthy }`),
    '',
  ];
}

function organizationServices(organization: Organization, index: number): string[] {
  const { slug, name, mspId, domain, orderer } = organization;
  return [
    `  # ${name}`,
    '',
    ...organization.peers.flatMap((_, number) => peerService(organization, number)),
    `  orderer-${slug}:`,
    '    <<: *orderer',
    '    environment:',
    '      <<: *orderer-environment',
    `      ORDERER_GENERAL_LOCALMSPID: ${mspId}`,
    `      GATEWAY_HOST: gateway.${domain}`,
    `    volumes: ['orderer-${slug}:/var/hyperledger']`,
    '    networks:',
    `      consortium: { aliases: [${orderer.hostname}] }`,
    '',
    `  chaincode-${slug}:`,
    '    <<: *chaincode',
    '    networks:',
    `      ${slug}: { aliases: [${CHAINCODE_HOST}] }`,
    '',
    `  gateway-${slug}:`,
    '    <<: *gateway',
    `    volumes: ['gateway-${slug}:/var/lib/commonpoint']`,
    '    networks:',
    `      ${slug}: {}`,
    `      consortium: { aliases: [gateway.${domain}] }`,
    '      gateways: {}',
    `    ports: ['127.0.0.1:${publishedPort(organization, index)}:${CONTAINER_PORTS.gateway}']`,
    '',
  ];
}

function peerService(organization: Organization, number: number): string[] {
  const { slug, mspId, peers } = organization;
  const { hostname } = peers[number]!;
  const service = peerServices(organization)[number];
  const address = (host: string): string => `${host}:${CONTAINER_PORTS.peer}`;
  const spares = peers.length - 1;
  return [
    `  ${service}:`,
    '    <<: *peer',
    '    environment:',
    '      <<: *peer-environment',
    `      CORE_PEER_ID: ${hostname}`,
    `      CORE_PEER_LOCALMSPID: ${mspId}`,
    `      CORE_PEER_ADDRESS: ${address(hostname)}`,
    `      CORE_PEER_GOSSIP_BOOTSTRAP: ${peers.map(({ host }) => address(host)).join(' ')}`,
    `      CORE_PEER_GOSSIP_EXTERNALENDPOINT: ${address(hostname)}`,
    ...(spares === 0
      ? []
      : [
          `      CORE_PEER_GOSSIP_PVTDATA_IMPLICITCOLLECTIONDISSEMINATIONPOLICY_REQUIREDPEERCOUNT: '${spares}'`,
          `      CORE_PEER_GOSSIP_PVTDATA_IMPLICITCOLLECTIONDISSEMINATIONPOLICY_MAXPEERCOUNT: '${spares}'`,
        ]),
    `    volumes: ['${service}:/var/hyperledger']`,
    '    networks:',
    `      consortium: { aliases: [${hostname}] }`,
    `      ${slug}: { aliases: [${hostname}] }`,
    '',
  ];
}
