/** Three merchants' gateways over the real contracts in memory, whose blocks somebody looks at as they are cut. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '@commonpoint/catalogue';
import { pseudonymsOf } from '../gateway-api/pseudonyms-of.js';
import type { Gateway } from '../../gateway-api/src/gateway.js';
import { openGateway } from '../../gateway-api/src/open-gateway.js';
import { standing, submitAs } from '../gateway-api/route-world.js';
import { caughtUp, silent } from '../gateway-api/writes/gateway-world.js';
import type { MemoryChannel, MemoryNetwork } from '../support/memory-channel.js';
import { mspIds, slugs, type Slug } from './planned-accounts.js';

export const accountIds: Readonly<Record<Slug, readonly string[]>> = {
  harbor: ['HarborMSP:member-01', 'HarborMSP:member-02', 'HarborMSP:member-03'],
  citypark: ['CityParkMSP:member-01', 'CityParkMSP:member-02', 'CityParkMSP:member-03'],
  greenmart: ['GreenMartMSP:member-01', 'GreenMartMSP:member-02'],
};
const expiryBounds = { minDays: 0, maxDays: 7_400 };
/** Bounds are wide, since an expiry of its own tells the model when points mature. */
export const programs = {
  harbor: {
    cap: 1_000_000,
    expiryMonths: 1,
    clearingValue: 1_500_000,
    rules: { transferable: true, expiryBounds, shortfall: 'clawback' as const, reinstatementDays: 4 },
  },
  citypark: {
    cap: 20_000,
    expiryMonths: 2,
    clearingValue: 2_000_000,
    rules: { transferable: true, expiryBounds },
  },
  greenmart: {
    cap: 1_000_000,
    expiryMonths: 1,
    clearingValue: 1_000_000,
    rules: { transferable: false, expiryBounds, shortfall: 'clawback' as const, returnGraceDays: 5 },
  },
};
export const RATE_QUOTA = 2_000;
export const START = '2026-11-03T09:00:00.000Z';

/** Programmes, accounts, acceptances and a rate. */
export const established = standing(async (network: MemoryNetwork) => {
  for (const slug of slugs) await submitAs(network, slug, catalogue.registerOrganization, { name: slug });
  for (const slug of slugs) {
    const { cap, expiryMonths, clearingValue, rules } = programs[slug];
    await submitAs(network, slug, catalogue.createProgram, {
      programId: slug,
      name: slug,
      unit: 'point',
      cap: String(cap),
      capOn: 'issued',
      expiryMonths,
      rules,
      lanes: 4,
      clearingValue: String(clearingValue),
    });
    await submitAs(network, slug, catalogue.openAccounts, {
      accounts: accountIds[slug].map((accountId) => ({ accountId })),
    });
  }
  for (const programId of slugs) {
    for (const slug of slugs)
      if (slug !== programId) await submitAs(network, slug, catalogue.acceptProgram, { programId, valueMin: '1' });
  }
  const rate = { sourceProgramId: 'harbor', targetProgramId: 'citypark', version: 1 };
  await submitAs(network, 'harbor', catalogue.proposeRate, {
    ...rate,
    numerator: '1',
    denominator: '2',
    validFrom: '2020-01-01T00:00:00.000Z',
    validUntil: '2036-01-01T00:00:00.000Z',
    quota: String(RATE_QUOTA),
    lanes: 2,
  });
  await submitAs(network, 'citypark', catalogue.acceptRate, rate);
});

export class SimulatedConsortium {
  readonly gateways = new Map<Slug, Gateway>();
  readonly channels = new Map<Slug, MemoryChannel>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'simulation-'));
  #opened = 0;

  constructor(readonly network: MemoryNetwork) {
    for (const slug of slugs) this.#open(slug);
  }

  #open(slug: Slug): void {
    const channel = this.network.channel(mspIds[slug]);
    const name = join(this.#folder, `${slug}-${++this.#opened}`);
    const gateway = openGateway({
      mspId: mspIds[slug],
      auditors: ['AuditorMSP'],
      channel,
      databasePath: `${name}.db`,
      spoolFolder: `${name}-imports`,
      pseudonymKey: Buffer.from(slug),
      pseudonyms: pseudonymsOf(slug),
      spendingCodeKey: Buffer.from(slug),
      log: silent,
      jobsEveryMs: { expireEndedPoints: 40, foldPastDays: 40 },
      // Submissions that are not answered are this test's doing, and no sign that ordering has stopped.
      ordering: { refusedMs: 600_000, silentMs: 600_000 },
      submission: { windowMs: 4, windowMaxMs: 12, crowdedMaxMs: 12, returnMs: 1, returnMaxMs: 4 },
    });
    this.gateways.set(slug, gateway);
    this.channels.set(slug, channel);
  }

  /** A gateway without its file: it has the ledger, and nothing else. */
  async loseDatabase(slug: Slug): Promise<void> {
    await this.gateways.get(slug)!.close(5_000);
    this.#open(slug);
    await caughtUp(this.gateways.get(slug)!);
  }

  async caughtUp(): Promise<void> {
    await Promise.all([...this.gateways.values()].map(caughtUp));
  }

  async end(): Promise<void> {
    await Promise.all([...this.gateways.values()].map((gateway) => gateway.close(200)));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
