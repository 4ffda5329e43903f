/** What docs/deployment.md promises of a consortium in containers, seen from the machine that runs them. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ComposedConsortium } from '../support/composed-consortium.js';
import type { Container } from '../support/compose-project.js';
import { seeded } from '../support/damage.js';
import { eventually } from '../support/eventually.js';
import { describeUnless } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

interface Inspected {
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly Health?: { readonly Status: string } };
  readonly HostConfig: { readonly ReadonlyRootfs: boolean; readonly Privileged: boolean };
  readonly Mounts: readonly { readonly Type: string; readonly Name?: string }[];
  readonly NetworkSettings: { readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string }[] | null>> };
}

const oneShot = ['keys', 'setup'];
const none = 'there are no containers';

describeUnless({ embedded: none, native: none }, 'a consortium in containers', () => {
  let consortium: ComposedConsortium;
  let containers: readonly Container[] = [];
  let removed = false;

  beforeAll(async () => {
    consortium = await ComposedConsortium.create();
    await consortium.start();
    containers = await consortium.project.containers(() => true);
  }, START_TIMEOUT_MS);
  afterAll(() => (removed ? undefined : consortium.remove()), START_TIMEOUT_MS);

  const inspect = async (container: Container) =>
    (JSON.parse(await consortium.project.docker('inspect', container.id)) as [Inspected])[0];
  const lasting = () => containers.filter(({ service }) => !oneShot.includes(service));

  const volumesOf = async (all: readonly Container[]): Promise<readonly string[]> => {
    const mounts = (await Promise.all(all.map(inspect))).flatMap(({ Mounts }) => Mounts);
    return mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name !== undefined ? [Name] : []));
  };

  /** Harbor's supply, as a gateway's peer says. */
  const issued = async (slug = 'harbor'): Promise<string> => {
    const { url, keys } = consortium.credentials[slug] ?? { url: '', keys: {} };
    const response = await fetch(`${url}/v1/programs/harbor/supply`, {
      headers: { authorization: `Bearer ${keys.operator}`, consistency: 'ledger' },
    });
    return ((await response.json()) as { issued: string }).issued;
  };
  const send = async (path: string, body: object): Promise<Record<string, string>> => {
    const { url, keys } = consortium.credentials['harbor'] ?? { url: '', keys: {} };
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keys.operator}`,
        'content-type': 'application/json',
        'idempotency-key': `containers-${path}`,
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, string>;
  };

  it('what runs becomes healthy, and what runs once has ended well', async () => {
    await eventually(
      () => Promise.all(lasting().map(inspect)),
      (all) => all.every(({ State }) => State.Status === 'running' && State.Health?.Status === 'healthy'),
      { timeoutMs: 90_000 },
    );
    for (const container of containers.filter(({ service }) => oneShot.includes(service))) {
      const { State } = await inspect(container);
      expect([container.service, State.Status, State.ExitCode]).toEqual([container.service, 'exited', 0]);
    }
  }, 120_000);

  it('nothing runs as root, with a writable root file system, or with a capability', async () => {
    for (const container of lasting()) {
      const status = await consortium.project.docker('exec', container.id, 'cat', '/proc/self/status');
      expect(`${container.service} ${/^Uid:\s+(.*)$/m.exec(status)?.[1]}`).toBe(
        `${container.service} 1000\t1000\t1000\t1000`,
      );
      expect(/^CapBnd:\s+(\w+)$/m.exec(status)?.[1]).toMatch(/^0+$/);
      expect(/^NoNewPrivs:\s+(\w+)$/m.exec(status)?.[1]).toBe('1');
      const { HostConfig } = await inspect(container);
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, Privileged: false });
    }
  });

  it('nothing listens on the machine beyond its loopback interface', async () => {
    for (const container of containers) {
      const { NetworkSettings } = await inspect(container);
      const bindings = Object.values(NetworkSettings.Ports).flatMap((each) => each ?? []);
      expect(bindings.map(({ HostIp }) => HostIp).filter((address) => address !== '127.0.0.1')).toEqual([]);
      if (container.service.startsWith('gateway-')) expect(bindings).toHaveLength(1);
    }
  });

  it('an API key is printed by the command for it, and stands in no log, environment or command line', async () => {
    const { project } = consortium;
    const printed = await project.compose('run', '--rm', '--no-deps', '-T', 'setup', 'cat', '/data/credentials.json');
    expect(JSON.parse(printed)).toEqual(consortium.credentials);
    const said = `${await project.compose('logs')}\n${await project.docker('inspect', ...containers.map(({ id }) => id))}`;
    expect(said).toContain('/var/lib/commonpoint');
    for (const { keys } of Object.values(consortium.credentials)) {
      for (const key of Object.values(keys)) expect(said).not.toContain(key);
    }
  });

  it('the keys of users and authorities are in no other container than their own', async () => {
    await consortium.collectFiles();
    const keyOf = async (path: string) =>
      (await readFile(join(consortium.dataDir, 'organizations/peerOrganizations', path), 'utf8')).trim();
    const operator = 'harbor.commonpoint.example/users/PointsOperator@harbor.commonpoint.example/msp/keystore/priv_sk';
    const secrets = await Promise.all([
      keyOf(operator),
      ...['ca', 'tlsca'].map((kind) => keyOf(`harbor.commonpoint.example/${kind}/priv_sk`)),
    ]);
    const folder = join(consortium.dataDir, 'containers');
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(50);
    const found = new Set<string>();
    for (const { parentPath, name } of files) {
      const text = await readFile(join(parentPath, name), 'latin1');
      // The wallet keeps a key in JSON, where its lines are one.
      const holds = (secret: string) => text.replaceAll('\\n', '\n').replaceAll('\\r', '').includes(secret);
      if (secrets.some(holds)) found.add(relative(folder, parentPath).split('/')[0] ?? '');
    }
    expect([...found]).toEqual(['gateway-harbor']);
  });

  it(
    'containers that are removed and made again go on with the same ledger, keys and members',
    async () => {
      const { accountId } = await send('/v1/accounts', { memberRef: 'container-1' });
      const issuance = { programId: 'harbor', accountId, amount: '100' };
      expect(await send('/v1/issuances', issuance)).toMatchObject({ state: 'committed' });
      expect(await issued()).toBe('100');
      const before = consortium.credentials;
      // Those without a name are what Docker keeps otherwise; they hold copies of Fabric's own configuration files.
      const unnamed = (await volumesOf(containers)).filter((name) => /^[0-9a-f]{64}$/.test(name));
      await consortium.project.compose('down');
      await consortium.project.docker('volume', 'rm', ...unnamed);
      await consortium.start();
      containers = await consortium.project.containers(() => true);
      expect(consortium.credentials).toEqual(before);
      expect(await issued()).toBe('100');
      // The gateway still knows its members, and what was asked under this key.
      expect(await send('/v1/accounts', { memberRef: 'container-1' })).toMatchObject({ accountId });
      expect(await send('/v1/issuances', issuance)).toMatchObject({ state: 'committed' });
      expect(await issued()).toBe('100');
    },
    2 * START_TIMEOUT_MS,
  );

  it(
    'started in any order, as after a reboot, they find each other',
    async () => {
      const { project } = consortium;
      for (const seed of [1, 2]) {
        const random = seeded(seed);
        const order = lasting().toSorted(() => random() - 0.5);
        await project.docker('kill', ...order.map(({ id }) => id));
        for (const { id } of order) {
          await project.docker('start', id);
          await sleep(random() * 500);
        }
        await consortium.awaitReady();
        expect(await issued()).toBe('100');
      }
    },
    2 * START_TIMEOUT_MS,
  );

  /** Each leaves what it took: these are the last ones on this consortium. */
  describe('with a volume that is gone', () => {
    const lose = async (volume: string): Promise<void> => {
      const { project } = consortium;
      await project.compose('down');
      await project.docker('volume', 'rm', `${project.name}_${volume}`);
    };
    const complaint = () =>
      consortium.start().then(
        () => 'it started',
        (error: unknown) => (error as Error).message,
      );

    it.each(['peer-citypark', 'orderer-harbor'])(
      '%s: it is joined again, and has everything again',
      async (volume) => {
        await lose(volume);
        await consortium.start();
        containers = await consortium.project.containers(() => true);
        expect([await issued(), await issued('citypark')]).toEqual(['100', '100']);
      },
      2 * START_TIMEOUT_MS,
    );

    it(
      'of a gateway: a sentence, and no other accounts for its members',
      async () => {
        await lose('gateway-harbor');
        expect(await complaint()).toMatch(/gateway-harbor\/pseudonym.key is missing.*from a backup/);
      },
      START_TIMEOUT_MS,
    );

    it(
      'with all keys and the first block: a sentence, and no second first block',
      async () => {
        await lose('consortium');
        expect(await complaint()).toMatch(/Volume consortium.* is empty, and peer-harbor, .* are not/);
        const left = await consortium.project.compose('run', '--rm', '--no-deps', '-T', 'keys', 'ls', '/data');
        expect(left.trim()).toBe('');
      },
      START_TIMEOUT_MS,
    );
  });

  it(
    'removed with their volumes, they leave nothing',
    async () => {
      const { project } = consortium;
      containers = await project.containers(() => true);
      const volumes = await volumesOf(containers);
      expect(volumes.length).toBeGreaterThan(containers.length / 2);
      const { name } = project;
      await consortium.remove();
      removed = true;
      expect(await project.containers(() => true)).toEqual([]);
      const left = (await project.docker('volume', 'ls', '--quiet')).split('\n');
      expect(volumes.filter((volume) => left.includes(volume))).toEqual([]);
      const networks = await project.docker('network', 'ls', '--filter', `name=${name}`, '--quiet');
      expect(networks).toBe('');
    },
    START_TIMEOUT_MS,
  );
});
