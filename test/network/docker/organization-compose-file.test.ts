import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageChaincode } from '../../../network/admin/package-chaincode.js';
import { createDockerTopology } from '../../../network/docker/topology.js';

/**
 * One organisation by itself must be what it is in the file that runs all of them: the two are read with Harbor's
 * settings and compared.
 */

interface Bind {
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly bind?: { readonly create_host_path: boolean };
}

interface Service {
  image: string;
  environment?: Record<string, string>;
  healthcheck?: object;
  ports?: string[];
  volumes?: (string | Bind)[];
  networks?: string[];
  profiles?: string[];
  depends_on?: Record<string, object>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
}

const root = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const folder = 'network/docker/organization';

const settings = Object.fromEntries(
  read(`${folder}/.env.example`)
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => line.split(/=(.*)/s).slice(0, 2)),
) as Record<string, string>;

/** As compose does it: `${NAME:?}` and `${NAME:-default}`. */
function interpolate(text: string): string {
  return text.replace(/\$\{(\w+)(?::\?|:-([^}]*))\}/g, (_, name: string, fallback?: string) => {
    const value = settings[name] ?? fallback;
    if (value === undefined) throw new Error(`.env.example does not set ${name}`);
    return value;
  });
}

const servicesOf = (text: string) => (parse(text, { merge: true }) as { services: Record<string, Service> }).services;
const consortium = servicesOf(read('docker-compose.yml'));
const organization = servicesOf(interpolate(read(`${folder}/docker-compose.yml`)));

it.each(['peer', 'orderer', 'chaincode', 'gateway'])(
  '%s is the same program, equally configured and checked',
  (kind) => {
    const alone = organization[kind];
    const among = consortium[`${kind}-harbor`];
    expect(alone).toBeDefined();
    expect(alone?.image).toBe(among?.image);
    expect(alone?.environment).toEqual(among?.environment);
    expect(alone?.healthcheck).toEqual(among?.healthcheck);
  },
);

it.each(Object.entries(organization))('%s: read-only, without capabilities, without new privileges', (_, service) => {
  expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
});

it('shows nothing to other machines but the peer and the orderer', () => {
  const published = Object.fromEntries(Object.entries(organization).map(([name, { ports }]) => [name, ports]));
  expect(published).toEqual({
    peer: ['0.0.0.0:7051:7051'],
    orderer: ['0.0.0.0:7050:7050'],
    gateway: ['127.0.0.1:8081:8080'],
    chaincode: undefined,
    member: undefined,
  });
});

it('shows each container its own keys, and those of the authorities to none that runs for long', () => {
  const home = './data/organizations/peerOrganizations/harbor.commonpoint.example';
  const identityOf = (source: string) => ({
    type: 'bind',
    source,
    target: '/var/hyperledger/identity',
    read_only: true,
    bind: { create_host_path: false },
  });
  expect(organization['peer']?.volumes?.[0]).toEqual(identityOf(`${home}/peers/peer0.harbor.commonpoint.example`));
  expect(organization['orderer']?.volumes?.[0]).toEqual(
    identityOf(`${home}/orderers/orderer0.harbor.commonpoint.example`),
  );
  expect(organization['gateway']?.volumes).toMatchObject([
    { source: './data/gateway', target: '/var/lib/commonpoint' },
  ]);
  expect(organization['chaincode']?.volumes).toBeUndefined();
});

it('makes no folder that should have been there: Compose names it, instead of starting on an empty one', () => {
  for (const name of ['peer', 'orderer', 'gateway']) {
    for (const volume of organization[name]?.volumes ?? []) {
      expect(volume).toMatchObject({ bind: { create_host_path: false } });
    }
  }
});

describe('with authorities on Fabric CA (fabric-ca.yml)', () => {
  const overlay = parse(interpolate(read(`${folder}/fabric-ca.yml`)), { merge: true }) as {
    services: Record<string, Service>;
    networks: Record<string, unknown>;
  };
  const servers = ['ca', 'tlsca'] as const;

  it.each(servers)('%s is hardened as all others are, of a pinned version, and seen by member only', (name) => {
    const server = overlay.services[name];
    expect(server).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(server?.image).toMatch(/^hyperledger\/fabric-ca:\d+\.\d+\.\d+$/);
    expect(server?.ports).toBeUndefined();
    expect(server?.networks).toEqual(['authority']);
    expect(overlay.networks).toEqual({ authority: { internal: true } });
  });

  it('starts with member and with nothing else: what member depends on has its profile', () => {
    expect(Object.keys(overlay.services['member']?.depends_on ?? {})).toEqual([...servers]);
    expect(organization['member']?.profiles).toHaveLength(1);
    for (const name of servers) expect(overlay.services[name]?.profiles).toEqual(organization['member']?.profiles);
  });

  it('keeps the authorities’ keys from member, which sees what fabric-ca.json names', () => {
    const mounted = Object.fromEntries(
      ((overlay.services['member']?.volumes ?? []) as string[]).map((volume) => {
        const [source = '', target = '', mode] = volume.split(':');
        expect(mode).toBe('ro');
        return [target, source];
      }),
    );
    const settings = JSON.parse(read(`${folder}/fabric-ca.json`)) as Record<string, Record<string, string>>;
    expect(Object.keys(settings)).toEqual([...servers]);
    for (const name of servers) {
      const { url = '', tlsRootCert, secretFile } = settings[name] ?? {};
      expect(new URL(url).hostname).toBe(name);
      expect(mounted[`/run/fabric-ca/${tlsRootCert}`]).toBe(`./authority/${name}/ca-cert.pem`);
      expect(mounted[`/run/fabric-ca/${secretFile}`]).toBe('./authority/registrar-secret');
    }
    expect(Object.keys(mounted)).toHaveLength(4);
  });

  it('leaves everything else as it is', () => {
    expect(Object.keys(overlay.services).sort()).toEqual(['ca', 'member', 'tlsca']);
  });
});

it('names the package that the topology’s chaincode has', () => {
  expect(settings['CHAINCODE_ID']).toBe(packageChaincode(createDockerTopology()).packageId);
});

it('a bridge is there for whoever asks for it, with a target of its own, its files, and the gateway within reach', () => {
  const { bridge } = organization as Record<string, Service & { readonly build?: { readonly target: string } }>;
  expect(bridge).toMatchObject({
    profiles: ['bridge'],
    image: 'commonpoint-bridge:0.1.0',
    networks: ['private', 'local'],
  });
  expect(bridge?.ports).toBeUndefined();
  const stages = [...read('Dockerfile').matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, stage]) => stage);
  expect(stages).toContain(bridge?.build?.target);
  const [, image = ''] = read('Dockerfile').split('AS bridge\n');
  const [config] = [...(/"--config", "([^"]+)"/.exec(image) ?? [])].slice(1);
  expect(bridge?.volumes).toEqual([
    { type: 'bind', source: './data/bridge', target: '/var/lib/commonpoint', bind: { create_host_path: false } },
  ]);
  expect(config).toBe('/var/lib/commonpoint/bridge.json');
  expect(image).toMatch(/^USER node$/m);
});
