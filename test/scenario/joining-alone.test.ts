/**
 * A fourth merchant joins a consortium whose organisations each work from a folder of their own: no command sees two organisations' keys,
 * and nobody else notices; one of them had its orderer replaced before. On the embedded network and on Fabric's own programs alike.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { agreedIn, type AgreedTopology } from '../../consortium/description/founding.js';
import { descriptionPath, readDescription } from '../../consortium/description/read-description.js';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { gatewayProgram } from '../../consortium/launcher/programs.js';
import { SupervisedProcess } from '../../consortium/launcher/supervised-process.js';
import type { Newcomer } from '../../consortium/member/newcomer.js';
import { signingCertPath } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { noteJoined } from '../../network/joined.js';
import { createTopology } from '../../network/topology.js';
import { ChangingConsortium, conditionsOf } from '../support/changing-consortium.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { describeUnless } from '../support/network-kind.js';
import type { MemberRun } from '../support/member-run.js';
import { OwnFolder } from '../support/own-folders.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad } from '../support/steady-load.js';

const JOIN_TIMEOUT_MS = 600_000;
const slugs = ['harbor', 'citypark', 'greenmart'];
const entry = {
  slug: 'fresh',
  name: 'Fresh',
  mspId: 'FreshMSP',
  kind: 'merchant' as const,
  domain: 'fresh.commonpoint.example',
};

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'organisations, each on its own', () => {
  let consortium: ChangingConsortium;
  let root: string;
  let standing: readonly OwnFolder[];
  let fresh: OwnFolder;
  let introduction: string;
  let gateway: SupervisedProcess | undefined;
  let load: ReturnType<typeof steadyLoad> | undefined;
  const clients: GatewayClient[] = [];
  const of = (slug: string): OwnFolder => standing.find((each) => each.slug === slug)!;
  const here = (): AgreedTopology => ({
    ...knownTopology(consortium.launched.dataDir),
    ...agreedIn(readDescription(descriptionPath())),
  });

  beforeAll(async () => {
    consortium = await ChangingConsortium.start();
    root = await makeDataDir();
    // From here on the channel has higher numbers than places.
    await consortium.replaceOrderer('harbor');
    const { dataDir } = consortium.launched;
    const topology = here();
    standing = await Promise.all(
      topology.organizations.map((each) => OwnFolder.standing(each, { topology, dataDir, root })),
    );
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await load?.end();
    await gateway?.stop();
    await Promise.all(clients.map((client) => client.close()));
    await consortium?.remove();
    await rm(root, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  /** The addresses that its nodes get here, in place of those of containers. */
  const freshOnThisMachine = (topology: AgreedTopology): AgreedTopology => {
    const { dataDir } = consortium.launched;
    const present = knownTopology(dataDir);
    const joined = [{ ...entry, gateway: false }];
    const description = readDescription(descriptionPath());
    const basePort = present.organizations[0]!.peer.port;
    const { peer, peers, orderer } = createTopology({ description, joined, basePort }).organizations.at(-1)!;
    const organizations = topology.organizations.map((each) =>
      each.slug === 'fresh' ? { ...each, peer, peers, orderer } : each,
    );
    return { ...topology, organizations };
  };

  it('a newcomer makes its keys, and tells the members who it is', async () => {
    const { dataDir } = consortium.launched;
    fresh = new OwnFolder('fresh', join(root, 'fresh'));
    fresh.agreeOn(of('harbor').topology);
    fresh.takeChannel(here(), dataDir);
    const described = join(root, 'entry.json');
    writeFileSync(described, JSON.stringify(entry));
    fresh.agreeOn(
      freshOnThisMachine(JSON.parse((await fresh.member('topology', described)).join('\n')) as AgreedTopology),
    );
    const said = await fresh.member('identities', 'gateway', 'public');
    expect(said.at(-1)).toBe('  fresh.json');
    introduction = join(fresh.folder, 'public', 'fresh.json');
    for (const each of standing) each.receive(join(fresh.folder, 'public'));
    const all = [...standing, fresh];
    expect(all.map((each) => each.keysOf)).toEqual(all.map(({ slug }) => [`${slug}.commonpoint.example`]));
    await expect(of('harbor').member('join-running')).rejects.toThrow(/Harbor is there from the beginning/);
    await expect(fresh.member('admit', introduction)).rejects.toThrow(/is admitted by the members/);
  }, 60_000);

  it('what could never be carried out is refused by each member before anybody votes', async () => {
    const [harbor] = here().organizations;
    const certPem = readFileSync(
      signingCertPath(organizationPaths(of('harbor').folder, harbor!).ordererMspDir),
      'utf8',
    );
    const { port } = harbor!.orderer;
    const refusals: [(file: Newcomer) => object, RegExp][] = [
      [
        ({ introduction: said }) => ({ introduction: { ...said, orderer: { ...said.orderer, certPem } } }),
        /Fresh cannot join:.*- two consenters have one certificate/s,
      ],
      [
        ({ organization, introduction: said }) => ({
          organization: { ...organization, orderer: { ...organization.orderer, host: 'localhost', port } },
          introduction: { ...said, orderer: { ...said.orderer, host: 'localhost', port } },
        }),
        /Fresh cannot join: localhost:\d+ is Harbor’s/,
      ],
      [
        ({ introduction: said }) => ({ introduction: { ...said, mspConfig: '' } }),
        /introduces nobody who could take part: its MSP is called '', not FreshMSP/,
      ],
    ];
    for (const [index, [change, refusal]] of refusals.entries()) {
      const file = JSON.parse(readFileSync(introduction, 'utf8')) as Newcomer;
      const path = join(root, `refused-${index}.json`);
      writeFileSync(path, JSON.stringify({ ...file, ...change(file) }));
      await expect(of('harbor').member('admit', path)).rejects.toThrow(refusal);
      await expect(of('citypark').member('admit', path, '--plan')).rejects.toThrow(refusal);
    }
  }, 120_000);

  it('a member that was given another file than the others votes for nothing', async () => {
    const harbor = of('harbor').begin(['admit', introduction]);
    await eventually(
      async () => harbor.said,
      (said) => said.some((line) => /^waiting: HarborMSP:join-fresh is open until/.test(line)),
      { timeoutMs: 60_000 },
    );
    const forged = JSON.parse(readFileSync(introduction, 'utf8')) as {
      organization: { orderer: { port: number } };
      introduction: { orderer: { port: number } };
    };
    for (const part of [forged.organization, forged.introduction]) part.orderer.port = 7050;
    const path = join(root, 'forged.json');
    writeFileSync(path, JSON.stringify(forged));
    await expect(of('citypark').member('admit', path)).rejects.toThrow(
      /HarborMSP:join-fresh would admit FreshMSP by other plans than the file comes to here: compare the files/,
    );
    const [proposal = ''] = await of('citypark').member('admit', introduction, '--plan');
    expect((JSON.parse(proposal) as { actions: { kind: string }[] }).actions.map(({ kind }) => kind)).toEqual([
      'admit',
      'channel-configuration',
      'chaincode-definition',
      'channel-configuration',
    ]);
    harbor.end();
  }, 120_000);

  it('two members go on with the right file whatever a third one proposes', async () => {
    const waits = (run: MemberRun, line: RegExp) =>
      eventually(
        async () => run.said,
        (said) => said.some((each) => line.test(each)),
        { timeoutMs: 60_000 },
      );
    const greenmart = of('greenmart').begin(['admit', join(root, 'forged.json'), '--despite', 'HarborMSP']);
    await waits(greenmart, /^waiting: GreenMartMSP:join-fresh is open until/);
    greenmart.end();
    // One vote each: people look at both files before they say which one is right.
    for (const slug of ['harbor', 'citypark']) {
      await expect(of(slug).member('admit', introduction)).rejects.toThrow(
        /GreenMartMSP:join-fresh would admit FreshMSP by other plans .*`--despite GreenMartMSP` goes on/s,
      );
    }
    const both = ['harbor', 'citypark'].map((slug) =>
      of(slug).begin(['admit', introduction, '--despite', 'GreenMartMSP']),
    );
    for (const each of both) {
      await waits(each, /^waiting: the plan [0-9a-f]{64} is to be signed by administrators of more than half/);
      each.end();
    }
  }, 240_000);

  it(
    'each does its part with its own keys, cut off between its steps, while no write of the others fails',
    async () => {
      load = steadyLoad(await consortium.tills(slugs));
      const startedAt = performance.now();
      // What runs on its own machine: its nodes, which see no administrator's key and no authority's.
      const organization = fresh.topology.organizations.find(({ slug }) => slug === 'fresh')!;
      const from = organizationPaths(fresh.folder, organization);
      const to = organizationPaths(consortium.launched.dataDir, organization);
      for (const path of [join(from.root, 'peers'), join(from.root, 'orderers'), from.caCertPath, from.tlsCaCertPath]) {
        cpSync(path, join(to.root, relative(from.root, path)), { recursive: true });
      }
      noteJoined(consortium.launched.dataDir, { ...entry, gateway: false });
      const [joined, harbor, ...others] = await Promise.all([
        fresh.cutOff('join-running'),
        of('harbor').cutOff('admit', introduction),
        ...standing.filter(({ slug }) => slug !== 'harbor').map((each) => each.member('admit', introduction)),
      ]);
      console.log(
        `joined in ${Math.round(performance.now() - startedAt)} ms, ${joined.kills} and ${harbor.kills} kills`,
      );
      expect(joined.last).toMatch(/^Fresh is a member/);
      expect(joined.kills).toBeGreaterThan(5);
      expect(harbor.kills).toBeGreaterThan(3);
      for (const said of [[harbor.last], ...others]) expect(said.at(-1)).toMatch(/^the orderer of Fresh takes part/);

      const configPath = join(fresh.folder, 'gateway', 'config.json');
      const port = consortium.launched.topology.organizations[0]!.peer.port + 109;
      // A gateway that is in no container.
      const config = readFileSync(configPath, 'utf8').replaceAll('/var/lib/commonpoint', join(fresh.folder, 'gateway'));
      writeFileSync(configPath, JSON.stringify({ ...(JSON.parse(config) as object), host: '127.0.0.1', port }));
      const events = { restarting: () => undefined, restarted: () => undefined, lost: () => undefined };
      gateway = new SupervisedProcess(gatewayProgram(organization, fresh.folder, configPath), events);
      await gateway.start();
      const url = `http://127.0.0.1:${port}`;
      await eventually(
        () => fetch(`${url}/readyz`),
        ({ ok }) => ok,
        { timeoutMs: 120_000 },
      );
      const { keys } = (await readCredentials(fresh.folder))['fresh']!;
      const as = (role: 'admin' | 'operator'): GatewayClient => {
        const client = new GatewayClient(url, keys[role], 2);
        clients.push(client);
        return client;
      };
      await as('admin').post('/v1/programs', conditionsOf('fresh'));
      const { accountId } = await as('operator').post('/v1/accounts', { memberRef: 'm-1' });
      await as('operator').post('/v1/issuances', { programId: 'fresh', accountId, amount: '100' });
      console.log(`first points after ${Math.round(performance.now() - startedAt)} ms`);
      await consortium.takenAt('harbor', 'fresh', as('operator'));
      const spent = { programId: 'fresh', accountId, amount: '10', acceptor: 'HarborMSP' };
      await as('operator').post('/v1/redemptions', spent);
      const report = await load.end();
      console.log(`${report.done} writes, ${report.repeated} repeated, pause ${report.longestPauseMs} ms`);
      expect(report.failures).toEqual([]);
    },
    JOIN_TIMEOUT_MS,
  );

  it('does it no second time, and all recompute the same ledger', async () => {
    expect((await of('citypark').member('admit', introduction)).at(-1)).toMatch(/^the orderer of Fresh takes part/);
    expect((await fresh.member('join-running')).at(-1)).toMatch(/^Fresh is a member/);
    const auditor = of('auditor');
    auditor.agreeOn(JSON.parse((await auditor.member('topology', introduction)).join('\n')) as object);
    expect(auditor.topology.organizations.map(({ slug }) => slug)).toEqual([...slugs, 'auditor', 'fresh']);
    const [harbors = 0, freshs = 0] = await consortium.consenterNumbers('HarborMSP', 'FreshMSP');
    expect(harbors).toBeGreaterThan(5);
    expect(freshs).toBe(harbors + 1);
    const said = (await auditor.member('audit')).join('\n');
    expect(said).toContain('fresh: issued 100');
    expect(said).toContain('Nothing is wrong.');
  }, 120_000);

  it('the next one is admitted by nobody whose topology lacks the one that joined last', async () => {
    const novel = new OwnFolder('novel', join(root, 'novel'));
    novel.agreeOn(of('harbor').topology);
    const described = join(root, 'novel-entry.json');
    writeFileSync(
      described,
      JSON.stringify({
        ...entry,
        slug: 'novel',
        name: 'Novel',
        mspId: 'NovelMSP',
        domain: 'novel.commonpoint.example',
      }),
    );
    novel.agreeOn(JSON.parse((await novel.member('topology', described)).join('\n')) as object);
    await novel.member('identities', 'public');
    const file = join(novel.folder, 'public', 'novel.json');
    for (const more of [[], ['--plan']]) {
      await expect(of('citypark').member('admit', file, ...more)).rejects.toThrow(
        /Novel cannot join:\n- FreshMSP is in the channel, and your topology lacks it: `member topology FILE`/,
      );
      await expect(of('auditor').member('admit', file, ...more)).rejects.toThrow(
        /its orderer has the number 5, and the next one is 6/,
      );
    }
  }, 120_000);
});
