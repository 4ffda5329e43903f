/**
 * A member renews what its nodes work with from a folder of its own: no command sees another organisation's keys. Its people start its nodes
 * when they are told to, and another member's vote for what they were given the plan of; stewards sign by themselves.
 */
import { X509Certificate } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { agreedIn } from '../../consortium/description/founding.js';
import { descriptionPath, readDescription } from '../../consortium/description/read-description.js';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { namedRows, rowsOfCode } from '../../consortium/launcher/row-versions.js';
import { connectPeer } from '../../network/admin/peer-connection.js';
import { codeDigest, noteChaincodes, readChaincodes } from '../../network/chaincodes.js';
import { readConfig } from '../../network/config/carry-out.js';
import { consentersIn, groupAt, membershipIn } from '../../network/config/channel-values.js';
import { heldPath, networkPidPath } from '../../network/embedded/nodes-in-use.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { nodeFolders } from '../../network/native/node-config.js';
import { ChangingConsortium } from '../support/changing-consortium.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import type { MemberRun } from '../support/member-run.js';
import { OwnFolder } from '../support/own-folders.js';
import { repositoryRoot } from '../support/repository-files.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad } from '../support/steady-load.js';

const STEP_TIMEOUT_MS = 400_000;
/** Where packages are found that the chaincode asks for. */
const releases = join(repositoryRoot, 'node_modules', '.cache', `own-releases-${process.pid}`);

const reach = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'a member with a machine of its own', () => {
  let consortium: ChangingConsortium;
  let root: string;
  let standing: readonly OwnFolder[];
  const stewards: MemberRun[] = [];
  const of = (slug: string): OwnFolder => standing.find((each) => each.slug === slug)!;
  const harbor = () => knownTopology(consortium.launched.dataDir).organizations[0]!;

  beforeAll(async () => {
    consortium = await ChangingConsortium.start();
    root = await makeDataDir();
    const { dataDir } = consortium.launched;
    const topology = { ...knownTopology(dataDir), ...agreedIn(readDescription(descriptionPath())) };
    standing = await Promise.all(
      topology.organizations.map((each) => OwnFolder.standing(each, { topology, dataDir, root })),
    );
    const gateway = join(of('harbor').folder, 'gateway');
    cpSync(join(dataDir, 'gateways', 'harbor'), gateway, { recursive: true });
    const configPath = join(gateway, 'config.json');
    const config = readFileSync(configPath, 'utf8');
    writeFileSync(configPath, config.replaceAll(join(dataDir, 'gateways', 'harbor'), '/var/lib/commonpoint'));
    mkdirSync(join(of('harbor').folder, 'ledgers'));
    const { hostname } = harbor().peer;
    const ledger =
      networkKind === 'native' ? nodeFolders(dataDir, hostname).state : join(dataDir, 'embedded', 'peers', 'harbor');
    symlinkSync(ledger, join(of('harbor').folder, 'ledgers', 'peer'));
    // GreenMart votes on nothing, and the auditor cannot: they sign what was decided.
    stewards.push(...['greenmart', 'auditor'].map((slug) => of(slug).begin(['network', 'steward'])));
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    for (const each of stewards) each.end();
    await consortium?.remove();
    await rm(root, { recursive: true, force: true });
    rmSync(releases, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  /** What Harbor's people do when they are told: its containers see what is on its machine by now. */
  const restart = async (hostname: string, isAnew: boolean): Promise<void> => {
    const { dataDir } = consortium.launched;
    const [from, to] = [of('harbor').folder, dataDir].map((each) => organizationPaths(each, harbor()));
    const copy = (): void => {
      for (const folder of ['peers', 'orderers']) {
        rmSync(join(to!.root, folder), { recursive: true });
        cpSync(join(from!.root, folder), join(to!.root, folder), { recursive: true });
      }
      for (const name of ['caCertPath', 'tlsCaCertPath'] as const) cpSync(from![name], to![name]);
    };
    if (networkKind !== 'native') {
      copy();
      process.kill(Number(readFileSync(networkPidPath(dataDir), 'utf8')), 'SIGHUP');
      return;
    }
    await consortium.launched.holdDown(hostname);
    copy();
    if (isAnew) rmSync(nodeFolders(dataDir, hostname).state, { recursive: true, force: true });
    await consortium.launched.release(hostname);
  };
  /** Its peer's container alone. */
  const hold = async (isHeld: boolean): Promise<void> => {
    const { dataDir } = consortium.launched;
    const { hostname } = harbor().peer;
    if (networkKind === 'native') return consortium.launched[isHeld ? 'holdDown' : 'release'](hostname);
    const path = heldPath(dataDir, hostname);
    mkdirSync(dirname(path), { recursive: true });
    if (isHeld) writeFileSync(path, '');
    else rmSync(path);
    process.kill(Number(readFileSync(networkPidPath(dataDir), 'utf8')), 'SIGHUP');
  };
  const readWallet = async (): Promise<void> => {
    const to = join(consortium.launched.dataDir, 'gateways', 'harbor', 'wallet');
    cpSync(join(of('harbor').folder, 'gateway', 'wallet'), to, { recursive: true });
    process.kill(await consortium.pid('gateway-harbor'), 'SIGHUP');
  };
  /** Harbor's command, with Harbor's people and CityPark's beside it. */
  const run = async (...args: string[]): Promise<string[]> => {
    const others: Promise<unknown>[] = [];
    const { ended } = of('harbor').begin(args, (line) => {
      const [hostname = ''] = line.split(' ');
      if (line.endsWith('docker compose stop peer')) others.push(hold(true));
      else if (line.endsWith('docker compose start peer')) others.push(hold(false));
      else if (/docker compose (restart|stop)/.test(line)) others.push(restart(hostname, line.includes(' empty ')));
      if (line.includes('docker compose kill -s HUP gateway')) others.push(readWallet());
      const [, plan] = /the others need (\S+)$/.exec(line) ?? [];
      if (plan !== undefined) others.push(of('citypark').member('network', 'agree', join(of('harbor').folder, plan)));
    });
    const said = await ended;
    await Promise.all(others);
    return said;
  };
  const keyOf = (pem: Uint8Array): string =>
    new X509Certificate(pem).publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const configuration = async () => {
    const connection = connectPeer(harbor(), of('harbor').folder);
    try {
      return await readConfig(connection, 'points');
    } finally {
      connection.close();
    }
  };
  const consenter = async () => consentersIn(await configuration()).find((each) => each.getMspId() === 'HarborMSP')!;
  /** None of the others notices. */
  const besideOthers = async <T>(work: () => Promise<T>, slugs = ['citypark', 'greenmart']): Promise<T> => {
    const load = steadyLoad(await consortium.tills(slugs));
    const said = await work();
    const report = await load.end();
    console.log(`${report.done} writes, ${report.repeated} repeated, pause ${report.longestPauseMs} ms`);
    expect(report.failures).toEqual([]);
    return said;
  };
  /** Its own gateway works with what it has now. */
  const issues = async (memberRef: string): Promise<void> => {
    const till = await consortium.as('harbor');
    const { accountId } = await till.post('/v1/accounts', { memberRef });
    await till.post('/v1/issuances', { programId: 'harbor', accountId, amount: '1' });
  };

  it('renews nothing that is not due', async () => {
    expect(await run('rotate', '--due', '1d')).toEqual(['no certificate ends within 1 days']);
    await expect(run('rotate', '--due', 'soon')).rejects.toThrow(/is no number of days/);
    await expect(run('new-authority', 'both')).rejects.toThrow(/Usage: member rotate/);
  }, 60_000);

  it(
    'gets new keys for its peer, its orderer, its administrator and its gateway',
    async () => {
      const before = keyOf((await consenter()).getIdentity_asU8());
      const said = await besideOthers(() => run('rotate', '--new-key', '--due', '99999d'));
      expect(said.at(-1)).toBe('all that was due is renewed, with new keys');
      expect(keyOf((await consenter()).getIdentity_asU8())).not.toBe(before);
      await issues('m-1');
      expect(await run('rotate', '--due', '30d')).toEqual(['no certificate ends within 30 days']);
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'gets another authority for those who sign',
    async () => {
      const rootsOf = async () =>
        membershipIn(groupAt(await configuration(), 'Application', 'HarborMSP'))!.getRootCertsList_asB64();
      const before = await rootsOf();
      const said = await besideOthers(() => run('new-authority', 'ca'));
      expect(said.at(-1)).toBe('Harbor signs by its new authority alone');
      const after = await rootsOf();
      expect([before.length, after.length, before.includes(after[0]!)]).toEqual([1, 1, false]);
      await issues('m-2');
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'gets another authority for connections, once the others say that they started their orderers again',
    async () => {
      await expect(run('new-authority', 'tlsca')).rejects.toThrow(
        /each other member starts its orderer again, .* run this again with --others-started/s,
      );
      if (networkKind === 'native') {
        for (const { orderer } of knownTopology(consortium.launched.dataDir).organizations.slice(1)) {
          await consortium.launched.holdDown(orderer.hostname);
          await consortium.launched.release(orderer.hostname);
        }
      }
      const said = await besideOthers(() => run('new-authority', 'tlsca', '--others-started'));
      expect(said.at(-1)).toBe('Harbor connects by its new authority alone');
      await issues('m-5');
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'has another orderer under a number that nobody had',
    async () => {
      const said = await besideOthers(() => run('replace-orderer'));
      const number = (await consenter()).getId();
      expect(number).toBeGreaterThan(4);
      expect(said.at(-1)).toBe(`Harbor's orderer takes part as number ${number}`);
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'runs another chaincode by each member’s own word, while no write fails',
    async () => {
      const { dataDir } = consortium.launched;
      const code = join(releases, 'next');
      mkdirSync(code, { recursive: true });
      for (const each of ['dist', 'package.json']) {
        cpSync(join(repositoryRoot, 'chaincode', each), join(code, each), { recursive: true });
      }
      appendFileSync(join(code, 'dist', 'index.js'), '\n// Another one.\n');
      const [present] = readChaincodes(dataDir);
      const rows = namedRows(rowsOfCode(code));
      const next = { digest: codeDigest(code), folder: code, number: 1, ...rows, isCurrent: false };
      const basePort = harbor().peer.port;
      // Each member's machine runs it beside the present one.
      noteChaincodes(dataDir, [present!, next]);
      await expect(of('harbor').member('upgrade', code)).rejects.toThrow(/the topology names the chaincode 1\.0, and/);
      for (const each of standing) {
        const told = await each.member('topology', code, `127.0.0.1:${basePort + 91}`);
        each.agreeOn(JSON.parse(told.join('\n')) as object);
      }
      await expect(of('harbor').member('upgrade', join(repositoryRoot, 'chaincode'))).rejects.toThrow(/has the digest/);
      await eventually(
        () => reach(basePort + 91),
        (isThere) => isThere,
      );
      const all = () => Promise.all(standing.map((each) => each.member('upgrade', code)));
      const said = await besideOthers(all, ['harbor', 'citypark', 'greenmart']);
      for (const lines of said)
        expect(lines.at(-1)).toMatch(/^the chaincode is defined as 1\.0\+rows9\.[0-9a-f]{32}, sequence 2$/);
      expect((await of('citypark').member('upgrade', code)).at(-1)).toMatch(/sequence 2$/);
      await issues('m-3');
      expect(await consortium.found()).toEqual([]);
    },
    STEP_TIMEOUT_MS,
  );

  it(
    'is copied while the others work, and comes back from the copy alone',
    async () => {
      const folder = join(root, 'backup');
      const said = await besideOthers(() => run('backup', folder));
      expect(said.at(-1)).toMatch(/backup is made: peer0\.harbor\S* at block \d+/);
      expect((await run('restore', folder, '--verify')).at(-1)).toMatch(/is whole: Harbor as of/);
      await issues('m-4');
      await expect(run('restore', folder)).rejects.toThrow(/peer0\.harbor\S* runs: docker compose down first/);
      await consortium.launched.stop();
      const again = new OwnFolder('harbor', join(root, 'again'));
      again.agreeOn(of('harbor').topology);
      mkdirSync(join(again.folder, 'ledgers', 'peer'), { recursive: true });
      await again.member('restore', folder);
      const filesIn = (path: string): string[] => readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted();
      for (const [from, to] of [
        ['organizations', 'organizations'],
        ['peer', 'ledgers/peer'],
      ] as const) {
        expect(filesIn(join(again.folder, to))).toEqual(filesIn(join(folder, from)));
      }
      for (const name of ['gateway.db', 'pseudonym.key', 'config.json'])
        expect(filesIn(join(again.folder, 'gateway'))).toContain(name);
      writeFileSync(join(folder, 'peer', 'more'), '');
      await expect(again.member('restore', folder, '--verify')).rejects.toThrow(/peer\/more was not there/);
    },
    STEP_TIMEOUT_MS,
  );
});
