/** A consortium that runs while organisations join it and leave it: what `npm run network` does with it, and its tills and audit. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { cutOff } from './cut-off.js';
import { makeDataDir } from './data-dir.js';
import type { ProgramName } from './consortium-under-test.js';
import { LaunchedConsortium } from './launched-consortium.js';
import { networkKind } from './network-kind.js';
import type { Till } from './steady-load.js';
import { describeUndelayed } from './undelayed-charter.js';

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

  async as(slug: string, role: 'admin' | 'operator' = 'operator'): Promise<GatewayClient> {
    const { url, keys } = (await readCredentials(this.launched.dataDir))[slug]!;
    const client = new GatewayClient(url, keys[role], 2);
    this.#clients.push(client);
    return client;
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
