/**
 * An organisation gets new keys for all it has while everybody works: none of the others notices. On the embedded network and on Fabric's
 * own programs alike.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { common } from '@hyperledger/fabric-protos';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { startPath } from '../../consortium/launcher/start-again.js';
import { connectPeer } from '../../network/admin/peer-connection.js';
import { readConfig } from '../../network/config/carry-out.js';
import { consentersIn, groupAt, membershipIn } from '../../network/config/channel-values.js';
import { requireWellOrderers } from '../../network/config/preflight.js';
import { loadIdentity, signingCertPath } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import type { Organization } from '../../network/topology.js';
import { cutOffAt } from '../support/cut-off.js';
import { makeDataDir } from '../support/data-dir.js';
import { eventually } from '../support/eventually.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { steadyLoad, type Till } from '../support/steady-load.js';
import { describeUndelayed } from '../support/undelayed-charter.js';

const STEP_TIMEOUT_MS = 300_000;

describeUnless(
  { docker: 'containers are those of docker-compose.yml' },
  'an organisation of a consortium that works',
  () => {
    let consortium: LaunchedConsortium;
    let folder: string;
    let load: ReturnType<typeof steadyLoad> | undefined;
    const clients: GatewayClient[] = [];

    beforeAll(async () => {
      folder = await makeDataDir();
      const path = describeUndelayed(folder);
      process.env['CONSORTIUM'] = path;
      consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded', path);
      await consortium.start();
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      delete process.env['CONSORTIUM'];
      await load?.end();
      await Promise.all(clients.map((client) => client.close()));
      await consortium?.remove();
      await rm(folder, { recursive: true, force: true });
    }, START_TIMEOUT_MS);

    const network = async (...args: string[]): Promise<string[]> => {
      const lines: string[] = [];
      await runNetworkCommand(args, consortium.dataDir, (line) => {
        lines.push(line);
        if (process.env['TELL'] !== undefined) console.log(line);
      });
      return lines;
    };
    /** The same as a program that is killed as soon as it says such a line. */
    const killedAt = (line: RegExp, ...args: string[]): Promise<void> =>
      cutOffAt(line, builtProgram('consortium', 'launcher/network.js'), args, { DATA_DIR: consortium.dataDir });
    /** What says of each other one's orderer when it was started. */
    const startsOfOthers = (): string[] => {
      const { dataDir } = consortium;
      const kind = networkKind === 'native' ? ('native' as const) : ('embedded' as const);
      const [, ...others] = knownTopology(dataDir).organizations;
      return others.map(({ orderer }) => readFileSync(startPath({ kind, dataDir }, orderer.hostname), 'utf8'));
    };
    const harbor = (): Organization => knownTopology(consortium.dataDir).organizations[0]!;
    const tillAt = async (slug: string): Promise<Till> => {
      const { url, keys } = (await readCredentials(consortium.dataDir))[slug]!;
      const client = new GatewayClient(url, keys.operator, 2);
      clients.push(client);
      const { accountId } = await client.post('/v1/accounts', { memberRef: `till-of-${slug}` });
      return { url, key: keys.operator!, programId: slug, accountId };
    };
    const publicKey = (pem: Uint8Array): string =>
      new X509Certificate(pem).publicKey.export({ format: 'pem', type: 'spki' }).toString();
    const keys = (): string[] => {
      const { peerMspDir, ordererMspDir, adminMspDir, userMspDir } = organizationPaths(consortium.dataDir, harbor());
      return [peerMspDir, ordererMspDir, adminMspDir, userMspDir('operator')].map((folder) =>
        publicKey(readFileSync(signingCertPath(folder))),
      );
    };
    const found = async (): Promise<string[]> => {
      const audited = await auditLedger({ dataDir: consortium.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
      return audited.findings.map(String);
    };

    it(
      'gets new keys for its peer, its orderer, its administrator and its gateway, and no write of others fails',
      async () => {
        const before = keys();
        load = steadyLoad([await tillAt('citypark'), await tillAt('greenmart')]);
        const lines = await network('rotate', '--new-key', '--due', '99999d', '--by', 'harbor');
        const report = await load.end();
        load = undefined;
        console.log(
          `new keys beside ${report.done} writes, ${report.repeated} of them repeated, pause ${report.longestPauseMs} ms\n${lines.join('\n')}`,
        );
        expect(report.failures).toEqual([]);
        expect(lines.at(-1)).toBe('all that was due is renewed, with new keys');
        const after = keys();
        for (const [index, key] of before.entries()) expect(after[index]).not.toBe(key);
        const connection = connectPeer(harbor(), consortium.dataDir);
        const [consenter] = consentersIn(await readConfig(connection, 'points'));
        connection.close();
        expect(publicKey(consenter!.getIdentity_asU8())).toBe(after[1]);
      },
      STEP_TIMEOUT_MS,
    );

    it(
      'works with them, and a role whose certificate was taken back gets another one by the next renewal',
      async () => {
        const till = await tillAt('harbor');
        await network('revoke', 'operator', '--by', 'harbor');
        const client = new GatewayClient(till.url, till.key, 2);
        clients.push(client);
        const issue = () =>
          client.post('/v1/issuances', { programId: 'harbor', accountId: till.accountId, amount: '1' });
        await expect(issue()).rejects.toMatchObject({ code: 'IDENTITY_REFUSED' });
        const lines = await network('rotate', '--due', '30d');
        expect(lines).toEqual([
          'users of Harbor are renewed, and its gateway reads them',
          'all that was due is renewed',
        ]);
        const once = steadyLoad([till]);
        await sleep(2_000);
        const { done, failures } = await once.end();
        expect(failures).toEqual([]);
        expect(done).toBeGreaterThan(0);
        expect(await network('rotate', '--due', '30d')).toEqual(['no certificate ends within 30 days']);
        expect(await found()).toEqual([]);
      },
      STEP_TIMEOUT_MS,
    );

    it.each([
      ['who signs', 'ca'],
      ['connections', 'tlsca'],
    ] as const)(
      'has another authority for %s, while others write, and what the old one issued is nobody’s then',
      async (_what, kind) => {
        const { caCertPath, tlsCaCertPath, userMspDir } = organizationPaths(consortium.dataDir, harbor());
        const old = loadIdentity('HarborMSP', userMspDir('operator'));
        const before = readFileSync(kind === 'ca' ? caCertPath : tlsCaCertPath, 'utf8');
        load = steadyLoad([await tillAt('citypark'), await tillAt('greenmart')]);
        const begun = startsOfOthers();
        // Killed when it had one of three others' orderers started again; what is missing is done by the next one, and nothing twice.
        if (kind === 'tlsca')
          await killedAt(/^orderer0\.citypark\S* is started again/, 'new-authority', kind, '--by', 'harbor');
        const whenKilled = startsOfOthers();
        const lines = await network('new-authority', kind, '--by', 'harbor');
        const now = startsOfOthers();
        if (kind === 'tlsca') {
          const isAgain = (from: string[], to: string[]): boolean[] => to.map((each, index) => each !== from[index]);
          expect([isAgain(begun, whenKilled), isAgain(whenKilled, now)]).toEqual([
            [true, false, false],
            [false, true, true],
          ]);
        }
        const report = await load.end();
        load = undefined;
        console.log(
          `another ${kind} beside ${report.done} writes, ${report.repeated} of them repeated, pause ${report.longestPauseMs} ms\n${lines.join('\n')}`,
        );
        expect(report.failures).toEqual([]);
        expect(readFileSync(kind === 'ca' ? caCertPath : tlsCaCertPath, 'utf8')).not.toBe(before);
        const read = async (identity?: typeof old): Promise<common.Config> => {
          const connection = connectPeer(harbor(), consortium.dataDir, identity);
          try {
            return await readConfig(connection, 'points');
          } finally {
            connection.close();
          }
        };
        const membership = membershipIn(groupAt(await read(), 'Application', 'HarborMSP'))!;
        expect([membership.getRootCertsList().length, membership.getTlsRootCertsList().length]).toEqual([1, 1]);
        if (kind === 'ca') await expect(read(old)).rejects.toThrow(/access denied/);
        const once = steadyLoad([await tillAt('harbor')]);
        await sleep(2_000);
        const { done, failures } = await once.end();
        expect(failures).toEqual([]);
        expect(done).toBeGreaterThan(0);
        expect(await found()).toEqual([]);
      },
      STEP_TIMEOUT_MS,
    );

    it(
      'has its orderer replaced by one with another number and other keys, while others write',
      async () => {
        const before = keys();
        load = steadyLoad([await tillAt('citypark'), await tillAt('greenmart')]);
        const lines = await network('replace-orderer', '--by', 'harbor');
        const report = await load.end();
        load = undefined;
        console.log(
          `another orderer beside ${report.done} writes, ${report.repeated} of them repeated, pause ${report.longestPauseMs} ms\n${lines.join('\n')}`,
        );
        expect(report.failures).toEqual([]);
        const connection = connectPeer(harbor(), consortium.dataDir);
        const config = await readConfig(connection, 'points');
        const own = consentersIn(config).filter((each) => each.getMspId() === 'HarborMSP');
        expect(own.map((each) => publicKey(each.getIdentity_asU8()))).toEqual([keys()[1]]);
        expect(own[0]!.getId()).toBeGreaterThan(4);
        expect(keys()[1]).not.toBe(before[1]);
        // It signs what is ordered from now on.
        await eventually(
          async () => {
            await tillAt('citypark');
            return requireWellOrderers(connection, 'points', config).then(
              () => '',
              (error: unknown) => String(error),
            );
          },
          (lacks) => lacks === '',
          { timeoutMs: STEP_TIMEOUT_MS / 3 },
        );
        connection.close();
        expect(await found()).toEqual([]);
      },
      STEP_TIMEOUT_MS,
    );

    it(
      'still does after all programs were killed',
      async () => {
        await consortium.kill();
        await consortium.start();
        const once = steadyLoad([await tillAt('harbor')]);
        await sleep(1_000);
        const { done, failures } = await once.end();
        expect(failures).toEqual([]);
        expect(done).toBeGreaterThan(0);
        expect(await found()).toEqual([]);
      },
      START_TIMEOUT_MS * 2,
    );
  },
);
