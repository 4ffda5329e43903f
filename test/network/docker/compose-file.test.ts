import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { containerGatewayUrl, publishedPortVariable } from '../../../consortium/member/plan-gateways.js';
import { readDescription } from '../../../consortium/description/read-description.js';
import { composeFileOf } from '../../../consortium/member/print-compose-file.js';
import { defaultDescriptionPath } from '../../../network/topology.js';
import { packageChaincode } from '../../../network/admin/package-chaincode.js';
import { CONTAINER_PORTS, createDockerTopology, FIRST_PUBLISHED_PORT } from '../../../network/docker/topology.js';

interface Service {
  image: string;
  build?: { context: string; target: string };
  user?: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  networks?: string[] | Record<string, { aliases?: string[] }>;
  network_mode?: string;
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  restart?: string;
  profiles?: string[];
}

interface ComposeFile {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, unknown>;
}

const root = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as ComposeFile & Record<string, unknown>;
const topology = createDockerTopology();
const services = Object.entries(compose.services);
const runOnce = ['keys', 'setup', 'demo'];

function service(name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

function environment(name: string): Record<string, string> {
  return service(name).environment ?? {};
}

/** By network, the names by which the service can be reached there. */
function aliases(name: string): Record<string, string[]> {
  const { networks = {} } = service(name);
  return Array.isArray(networks)
    ? Object.fromEntries(networks.map((network) => [network, []]))
    : Object.fromEntries(Object.entries(networks).map(([network, entry]) => [network, entry?.aliases ?? []]));
}

describe('docker-compose.yml runs the organisations of the topology', () => {
  it('has a peer, an orderer, a chaincode and a gateway for each of them, and set-up and the demonstration besides', () => {
    const expected = topology.organizations.flatMap(({ slug }) =>
      ['peer', 'orderer', 'chaincode', 'gateway'].map((kind) => `${kind}-${slug}`),
    );
    expect(services.map(([name]) => name).sort()).toEqual([...expected, ...runOnce].sort());
  });

  describe.each(topology.organizations)('$slug', (organization) => {
    const { slug, mspId, peer, orderer } = organization;

    it('peer: name, MSP and addresses', () => {
      const address = `${peer.host}:${peer.port}`;
      expect(environment(`peer-${slug}`)).toMatchObject({
        CORE_PEER_ID: peer.hostname,
        CORE_PEER_LOCALMSPID: mspId,
        CORE_PEER_ADDRESS: address,
        CORE_PEER_LISTENADDRESS: `0.0.0.0:${peer.port}`,
        CORE_PEER_CHAINCODELISTENADDRESS: `127.0.0.1:${peer.chaincodePort}`,
        CORE_PEER_GOSSIP_BOOTSTRAP: address,
        CORE_PEER_GOSSIP_EXTERNALENDPOINT: address,
        CORE_OPERATIONS_LISTENADDRESS: `127.0.0.1:${peer.operationsPort}`,
      });
      // The gateway reaches it in the organisation's network, everybody else in the consortium's.
      expect(aliases(`peer-${slug}`)).toEqual({ consortium: [peer.host], [slug]: [peer.host] });
    });

    it('orderer: name, MSP and addresses', () => {
      expect(environment(`orderer-${slug}`)).toMatchObject({
        ORDERER_GENERAL_LOCALMSPID: mspId,
        ORDERER_GENERAL_LISTENPORT: `${orderer.port}`,
        ORDERER_ADMIN_LISTENADDRESS: `0.0.0.0:${orderer.adminPort}`,
        ORDERER_OPERATIONS_LISTENADDRESS: `127.0.0.1:${orderer.operationsPort}`,
      });
      expect(aliases(`orderer-${slug}`)).toEqual({ consortium: [orderer.host] });
    });

    it('chaincode: the package that is installed, where the peer looks for it, out of others’ sight', () => {
      const { endpoint } = topology.chaincode;
      expect(environment(`chaincode-${slug}`)['CORE_CHAINCODE_ID']).toBe(packageChaincode(topology).packageId);
      expect(JSON.parse(environment(`peer-${slug}`)['CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG'] ?? '')).toEqual({
        ccaddr: `${endpoint.host}:${endpoint.port}`,
      });
      expect(aliases(`chaincode-${slug}`)).toEqual({ [slug]: [endpoint.host] });
      expect(compose.networks[slug]).toEqual({ internal: true });
    });

    it('gateway: published on its port of the loopback interface', () => {
      const published = FIRST_PUBLISHED_PORT + topology.organizations.findIndex((each) => each.slug === slug);
      const setting = `\${${publishedPortVariable(organization)}:-${published}}`;
      expect(service(`gateway-${slug}`).ports).toEqual([`127.0.0.1:${setting}:${CONTAINER_PORTS.gateway}`]);
      // Where credentials.json says it is.
      expect(environment('keys')[publishedPortVariable(organization)]).toBe(setting);
      expect(Object.keys(aliases(`gateway-${slug}`)).sort()).toEqual([slug, 'consortium', 'gateways'].sort());
    });
  });
});

describe('docker-compose.yml gives no more than is needed', () => {
  it.each(services)('%s: read-only, without capabilities, without new privileges', (name, each) => {
    expect(each).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    if (name === 'keys') {
      // Hands files over to other users, so it is root, and therefore has no network.
      expect(each.network_mode).toBe('none');
    } else {
      expect(each.user ?? userOfImage(each.image)).toMatch(/^(1000:1000|node)$/);
      expect(each).not.toHaveProperty('cap_add');
    }
  });

  it('publishes nothing but the gateways, and only on the loopback interface', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toHaveLength(topology.organizations.length);
    for (const port of published) {
      expect(port).toMatch(/^gateway-\w+ 127\.0\.0\.1:\$\{[A-Z]+_PORT:-\d+\}:\d+$/);
    }
  });

  it('lets each volume be seen by the one container that owns it, and by the one that writes keys', () => {
    for (const volume of Object.keys(compose.volumes)) {
      const users = services
        .filter(([, { volumes = [] }]) => volumes.some((mount) => mount.startsWith(`${volume}:`)))
        .map(([name]) => name);
      expect(users.sort()).toEqual(['keys', ...(volume === 'consortium' ? ['demo', 'setup'] : [volume])].sort());
    }
  });

  it('holds no secrets', () => {
    for (const [name, { environment: variables = {} }] of services) {
      for (const [variable, value] of Object.entries(variables)) {
        expect(`${name} ${variable}`).not.toMatch(/SECRET|PASSWORD|TOKEN/i);
        expect(value).not.toMatch(/BEGIN|PRIVATE/);
      }
    }
  });
});

describe('docker-compose.yml starts things in order', () => {
  it('nodes when they have keys, set-up beside them, gateways after set-up', () => {
    for (const { slug } of topology.organizations) {
      for (const node of [`peer-${slug}`, `orderer-${slug}`]) {
        expect(service(node).depends_on).toEqual({ keys: { condition: 'service_completed_successfully' } });
        expect(service('setup').depends_on).toHaveProperty(node);
      }
      expect(service(`gateway-${slug}`).depends_on).toEqual({ setup: { condition: 'service_completed_successfully' } });
    }
  });

  it('shows the demonstration only when it is asked for, beside gateways that are ready', () => {
    expect(services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name)).toEqual(['demo']);
    const { depends_on: needed = {}, networks } = service('demo');
    for (const organization of topology.organizations) {
      const { hostname } = new URL(containerGatewayUrl(organization));
      expect(needed[hostname]).toEqual({ condition: 'service_healthy' });
      expect(aliases(hostname)).toHaveProperty('gateways');
    }
    expect(networks).toEqual(['consortium', 'gateways']);
  });

  it('starts again what runs for long, and runs set-up once', () => {
    for (const [name, { restart }] of services) {
      expect(`${name} ${restart}`).toBe(`${name} ${runOnce.includes(name) ? 'no' : 'unless-stopped'}`);
    }
  });
});

describe('versions', () => {
  it('are pinned everywhere, and the same for all peers, orderers and Node images', () => {
    const images = new Set(services.map(([, { image }]) => image));
    const stages = [...read('Dockerfile').matchAll(/^FROM (\S+) AS (\S+)$/gm)];
    const named = stages.map(([, , name]) => name);
    const bases = stages.map(([, image]) => image ?? '').filter((image) => !named.includes(image));
    expect(bases).toHaveLength(1);
    for (const image of [...images, ...bases]) {
      expect(image).toMatch(/:\d+\.\d+\.\d+/);
    }
    const fabric = [...images].filter((image) => image.startsWith('hyperledger/')).map((image) => image.split(':')[1]);
    expect(fabric).toHaveLength(2);
    expect(new Set(fabric).size).toBe(1);
  });

  it('do not make the three images install and build three times: each is a target of one file', () => {
    const text = read('Dockerfile');
    expect([...text.matchAll(/^RUN npm ci$/gm)]).toHaveLength(1);
    const built = services.filter(([, { image }]) => image.startsWith('commonpoint-'));
    expect(built.length).toBeGreaterThan(0);
    for (const [, { image, build }] of built) {
      expect(build).toEqual({ context: '.', target: targetOf(image) });
    }
  });

  it('leaves out what docker-compose 1.29 does not know', () => {
    expect(Object.keys(compose).filter((key) => !/^(x-.*|services|networks|volumes)$/.test(key))).toEqual([]);
  });
});

/** `commonpoint-gateway:0.1.0` is the Dockerfile's target `gateway`. */
function targetOf(image: string): string {
  return /^commonpoint-(\w+):/.exec(image)?.[1] ?? image;
}

/** The user that the image's stage of the Dockerfile ends with. */
function userOfImage(image: string): string | undefined {
  const [, stage] = read('Dockerfile').split(new RegExp(`^FROM \\S+ AS ${targetOf(image)}$`, 'm'));
  return stage?.split(/^FROM /m)[0]?.match(/^USER (\w+)/m)?.[1];
}

describe('npm run compose', () => {
  it('prints the committed file for the default members', () => {
    const path = defaultDescriptionPath();
    expect(composeFileOf(path, readDescription(path))).toBe(read('docker-compose.yml'));
  });

  it('prints one for any others: their services, their volumes, and where the containers find who they are', () => {
    const path = join(root, 'examples/consortiums/two-merchants.json');
    const other = parse(composeFileOf(path, readDescription(path)), { merge: true }) as ComposeFile;
    const slugs = ['bakery', 'cinema', 'regulator', 'assessor'];
    const ofEach = slugs.flatMap((slug) =>
      ['peer', 'orderer', 'chaincode', 'gateway'].map((node) => `${node}-${slug}`),
    );
    expect(Object.keys(other.services).sort()).toEqual(['keys', 'setup', ...ofEach].sort());
    expect(Object.keys(other.networks).sort()).toEqual(['consortium', 'gateways', ...slugs].sort());
    expect(other.services['peer-bakery']!.environment).toMatchObject({ CORE_PEER_LOCALMSPID: 'BakeryMSP' });
    for (const name of ['keys', 'setup']) {
      expect(other.services[name]!.environment).toMatchObject({ CONSORTIUM: '/consortium.json' });
      expect(other.services[name]!.volumes).toContain('./examples/consortiums/two-merchants.json:/consortium.json:ro');
    }
  });
});
