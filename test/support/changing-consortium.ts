/** A consortium that runs while organisations join it and leave it: what `npm run network` does with it, and its tills and audit. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readCredentials } from '../../consortium/launcher/gateway-files.js';
import { runNetworkCommand } from '../../consortium/launcher/network-command.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { makeDataDir } from './data-dir.js';
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

  /**
   * The same as a program that is killed once it has said a line, begun again and killed once it has said two, and so on until it ends
   * by itself: so it is cut off between all of its steps.
   *
   * @returns how often it was killed, and what it said last
   */
  async cutOff(...args: string[]): Promise<{ kills: number; last: string }> {
    for (let kills = 0; ; kills += 1) {
      const child = spawn(process.execPath, [builtProgram('consortium', 'launcher/network.js'), ...args], {
        env: { ...process.env, DATA_DIR: this.launched.dataDir },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [said, errors]: [string[], string[]] = [[], []];
      createInterface(child.stderr).on('line', (line) => errors.push(line));
      createInterface(child.stdout).on('line', (line) => {
        said.push(line);
        if (said.length > kills) child.kill('SIGKILL');
      });
      const [code] = (await once(child, 'close')) as [number | null];
      if (code === 0) return { kills, last: said.at(-1) ?? '' };
      if (code !== null) throw new Error(errors.join('\n'));
    }
  }

  async as(slug: string, role: 'admin' | 'operator' = 'operator'): Promise<GatewayClient> {
    const { url, keys } = (await readCredentials(this.launched.dataDir))[slug]!;
    const client = new GatewayClient(url, keys[role], 2);
    this.#clients.push(client);
    return client;
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
