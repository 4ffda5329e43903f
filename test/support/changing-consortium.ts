/** A consortium that runs while organisations join it and leave it: what `npm run network` does with it, and its tills and audit. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { knownTopology } from '../../consortium/launcher/data-folder.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { connectPeer } from '../../network/admin/peer-connection.js';
import { readConfig } from '../../network/config/carry-out.js';
import { consentersIn } from '../../network/config/channel-values.js';
import { requireWellOrderers } from '../../network/config/preflight.js';
import { cutOff } from './cut-off.js';
import { makeDataDir } from './data-dir.js';
import type { ProgramName } from './consortium-under-test.js';
import { eventually } from './eventually.js';
import { knownAt } from './known-at.js';
import { LaunchedConsortium } from './launched-consortium.js';
import { networkKind } from './network-kind.js';
import type { Till } from './steady-load.js';
import { describeUndelayed } from './undelayed-charter.js';

/** From a replacement on. */
const SIGNS_WITHIN_MS = 120_000;

export class ChangingConsortium {
  readonly #clients: GatewayClient[] = [];

  private constructor(
    readonly launched: LaunchedConsortium,
    private readonly folder: string,
  ) {}

  static async start(): Promise<ChangingConsortium> {
    const folder = await makeDataDir();
    const path = describeUndelayed(folder);
    process.env['CONSORTIUM'] = path;
    const launched = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded', path);
    await launched.start();
    return new ChangingConsortium(launched, folder);
  }

  async remove(): Promise<void> {
    delete process.env['CONSORTIUM'];
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.launched.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The path of a file that describes an organisation. */
  described(entry: object): string {
    const path = join(this.folder, `${randomUUID()}.json`);
    writeFileSync(path, JSON.stringify(entry));
    return path;
  }

  /** What `npm run network -- ARGS` says. */
  async network(...args: string[]): Promise<string[]> {
    const lines: string[] = [];
    await runNetworkCommand(args, this.launched.dataDir, (line) => lines.push(line));
    return lines;
  }

  /** The same as a program that is killed between all of its steps. */
  cutOff(...args: string[]): Promise<{ kills: number; last: string }> {
    return cutOff(builtProgram('consortium', 'launcher/network.js'), args, { DATA_DIR: this.launched.dataDir });
  }

  /** Another orderer of an organisation, under a number above all places; it signs what is ordered when this resolves. */
  async replaceOrderer(slug: string): Promise<void> {
    await this.network('replace-orderer', '--by', slug);
    const { channel, organizations } = knownTopology(this.launched.dataDir);
    const connection = connectPeer(
      organizations.find((each) => each.slug === slug)!,
      this.launched.dataDir,
    );
    try {
      await eventually(
        async () => {
          await (await this.as(slug)).post('/v1/accounts', { memberRef: `ordered-${randomUUID()}` });
          return requireWellOrderers(connection, channel, await readConfig(connection, channel)).then(
            () => '',
            (error: unknown) => String(error),
          );
        },
        (lacks) => lacks === '',
        { timeoutMs: SIGNS_WITHIN_MS },
      );
    } finally {
      connection.close();
    }
  }

  /** The numbers of these organisations' orderers in the channel. */
  async consenterNumbers(...mspIds: readonly string[]): Promise<(number | undefined)[]> {
    const { channel, organizations } = knownTopology(this.launched.dataDir);
    const connection = connectPeer(organizations[0]!, this.launched.dataDir);
    try {
      const consenters = consentersIn(await readConfig(connection, channel));
      return mspIds.map((mspId) => consenters.find((each) => each.getMspId() === mspId)?.getId());
    } finally {
      connection.close();
    }
  }

  async as(slug: string, role: 'admin' | 'operator' = 'operator'): Promise<GatewayClient> {
    const { url, keys } = (await readCredentials(this.launched.dataDir))[slug]!;
    const client = new GatewayClient(url, keys[role], 2);
    this.#clients.push(client);
    return client;
  }

  /** That an organisation takes a programme; done when both it and `there`, the issuer's gateway, know. */
  async takenAt(slug: string, programId: string, there: GatewayClient): Promise<void> {
    const admin = await this.as(slug, 'admin');
    await knownAt(admin, `/v1/programs/${programId}`);
    await admin.post('/v1/programs/{programId}/acceptance', { valueMin: '900000' }, { params: { programId } });
    await knownAt<{ acceptances: readonly { inForce: boolean }[] }>(
      there,
      `/v1/programs/${programId}/acceptances`,
      ({ acceptances }) => acceptances.some(({ inForce }) => inForce),
    );
  }

  /** Of one of the launcher's processes. */
  async pid(name: ProgramName): Promise<number> {
    return Number(await this.launched.currentRun(name));
  }

  /** One of each merchant, with an account of its own. */
  tills(slugs: readonly string[]): Promise<Till[]> {
    return Promise.all(
      slugs.map(async (slug) => {
        const { url, keys } = (await readCredentials(this.launched.dataDir))[slug]!;
        const { accountId } = await (await this.as(slug)).post('/v1/accounts', { memberRef: `till-of-${slug}` });
        return { url, key: keys.operator!, programId: slug, accountId };
      }),
    );
  }

  /** What the audit finds. */
  async found(): Promise<string[]> {
    const audited = await auditLedger({ dataDir: this.launched.dataDir, mspId: 'AuditorMSP', role: 'auditor' });
    return audited.findings.map(String);
  }
}

/** What a merchant creates that joins. */
export const conditionsOf = (programId: string) => ({
  programId,
  name: `${programId} points`,
  unit: 'point',
  cap: '1000000',
  capOn: 'issued' as const,
  expiryMonths: 24,
  rules: { transferable: true },
  lanes: 4,
  clearingValue: '900000',
});
