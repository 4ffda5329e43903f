/**
 * What an organisation loses comes back: from the others, and from a backup that was made while all worked what no other one has. Each drill ends
 * with an audit. On the embedded network and on Fabric's own programs alike.
 */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { defaultDescriptionPath } from '../../network/topology.js';
import { eventually } from '../support/eventually.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { steadyLoad } from '../support/steady-load.js';

const TIMEOUT_MS = 400_000;
const kind = networkKind === 'native' ? 'native' : 'embedded';
const host = 'harbor.commonpoint.example';
/** What each node keeps, below the data folder. */
const disks = {
  embedded: { peers: ['embedded/peers/harbor', 'embedded/peers/harbor.peer1'], orderer: 'embedded/ordering' },
  native: {
    peers: [`native/peer0.${host}/state`, `native/peer1.${host}/state`],
    orderer: `native/orderer0.${host}/state`,
  },
}[kind];

describeUnless({ docker: 'disks are Docker’s there' }, 'an organisation with a backup', () => {
  let consortium: LaunchedConsortium;
  let folder: string;
  let backup: string;
  let harbor: GatewayClient;

  const start = async (): Promise<void> => {
    await consortium.start();
    const { url, keys } = consortium.credentials['harbor']!;
    harbor = new GatewayClient(url, keys.admin, 1);
  };
  const network = async (...args: string[]): Promise<string[]> => {
    const lines: string[] = [];
    await runNetworkCommand(args, consortium.dataDir, (line) => lines.push(line));
    return lines;
  };
  const published = async (): Promise<void> => {
    const read = () => harbor.get('/v1/figures/2026-09');
    expect(await eventually(read, () => true)).toMatchObject({ figures: [{ value: '-41000' }] });
  };
  /** Kills everything, takes away what is named below the data folder, puts back what the backup has, and starts. */
  const drill = async (lost: readonly string[]): Promise<string[]> => {
    await harbor.close();
    await consortium.kill();
    for (const path of lost) rmSync(join(consortium.dataDir, path), { recursive: true });
    const lines = await network('restore', backup);
    await start();
    await published();
    const { accountId } = await harbor.post('/v1/accounts/lookup', { memberRef: 'm-1' });
    await harbor.post('/v1/issuances', { programId: 'harbor', accountId, amount: '1' });
    const audited = await auditLedger({ dataDir: consortium.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
    expect(audited.findings.map(String)).toEqual([]);
    await network('compare');
    return lines;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'restored-'));
    backup = join(folder, 'backup');
    const path = join(folder, 'consortium.json');
    const description = JSON.parse(readFileSync(defaultDescriptionPath(), 'utf8')) as { organizations: object[] };
    const [first, ...others] = description.organizations;
    writeFileSync(path, JSON.stringify({ ...description, organizations: [{ ...first, peers: 2 }, ...others] }));
    process.env['CONSORTIUM'] = path;
    consortium = await LaunchedConsortium.create(kind, path);
    await start();
  }, TIMEOUT_MS);
  afterAll(async () => {
    delete process.env['CONSORTIUM'];
    await harbor?.close();
    await consortium?.remove();
    rmSync(folder, { recursive: true, force: true });
  }, TIMEOUT_MS);

  it(
    'has it made while its gateway works: no write fails, and a byte that changes is noticed',
    async () => {
      const figures = [{ name: 'margin', value: '-41000' }];
      expect(await harbor.post('/v1/figures', { period: '2026-09', figures })).toMatchObject({ state: 'committed' });
      const { accountId } = await harbor.post('/v1/accounts', { memberRef: 'm-1' });
      const { url, keys } = consortium.credentials['harbor']!;
      const load = steadyLoad([{ url, key: keys.operator!, programId: 'harbor', accountId }]);
      const line = (await network('backup', backup, '--by', 'harbor')).at(-1);
      const report = await load.end();
      console.log(
        `a backup beside ${report.done} writes, ${report.repeated} repeated, pause ${report.longestPauseMs} ms: ${line}`,
      );
      expect(report.failures).toEqual([]);
      expect(report.done).toBeGreaterThan(0);
      expect(line).toMatch(/is made: peer1\.harbor\S* at block \d+ \([0-9a-f]{64}\)$/);
      expect(await network('restore', backup, '--verify')).toEqual([expect.stringMatching(/is whole: Harbor as of/)]);
      const files = (JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as { files: { name: string }[] })
        .files;
      const block = files.map(({ name }) => name).find((name) => /^peer\/.*block/.test(name))!;
      const key = files.map(({ name }) => name).find((name) => name.endsWith('priv_sk'))!;
      for (const name of [block, key, 'gateway/pseudonym.key']) {
        const altered = join(folder, 'altered');
        cpSync(backup, altered, { recursive: true });
        const bytes = readFileSync(join(altered, name));
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(join(altered, name), bytes);
        for (const args of [['--verify'], []]) {
          await expect(network('restore', altered, ...args)).rejects.toThrow(`${name} is not what it was`);
        }
        rmSync(altered, { recursive: true });
      }
      const more = join(folder, 'more');
      cpSync(backup, more, { recursive: true });
      appendFileSync(join(more, 'peer', 'added'), 'x');
      await expect(network('restore', more, '--verify')).rejects.toThrow('peer/added was not there');
      await expect(network('restore', folder, '--verify')).rejects.toThrow(/is no backup of an organisation/);
      await expect(network('restore', backup)).rejects.toThrow(/A consortium runs on/);
      await expect(network('backup', backup, '--by', 'harbor')).rejects.toThrow(/exists already/);
      await expect(network('backup', join(folder, 'x'), '--by', 'citypark')).rejects.toThrow(/CityPark has one peer/);
    },
    TIMEOUT_MS,
  );

  it(
    'gets a peer back from the other one, nothing being put back',
    async () => {
      expect(await drill([disks.peers[0]!])).toContainEqual(
        '  kept      peer1.harbor.commonpoint.example, which was there',
      );
    },
    TIMEOUT_MS,
  );

  it(
    'gets its gateway back',
    async () => {
      expect(await drill(['gateways/harbor'])).toContainEqual(
        expect.stringMatching(/gateway {3}\d+ files put back, 0 kept/),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'gets its orderer back, which begins empty and follows the others',
    async () => {
      await drill([disks.orderer]);
    },
    TIMEOUT_MS,
  );

  it(
    'gets all of it back: keys, both peers with what no block has, orderer and gateway',
    async () => {
      const everything = [
        `organizations/peerOrganizations/${host}`,
        ...disks.peers,
        ...(kind === 'native' ? [disks.orderer] : []),
        'gateways/harbor',
      ];
      const lines = await drill(everything);
      expect(lines.slice(1, 3)).toEqual([
        '  put back  certificates and keys',
        '  put back  peer1.harbor.commonpoint.example',
      ]);
    },
    TIMEOUT_MS,
  );
});
