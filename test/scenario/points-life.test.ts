/** How points live, through REST: maturing, returns and what is owed back, ends, extensions, and any number of lots. */
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const DAY_MS = 86_400_000;
const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const TIMEOUT_MS = 120_000;

describe('how points live', () => {
  let running: RunningConsortium;
  const programId = 'harbor-life';
  beforeAll(async () => {
    running = await RunningConsortium.start();
    await running.as('harbor', 'admin').post('/v1/programs', {
      programId,
      name: 'Harbor for life',
      cap: '1000000',
      capOn: 'outstanding',
      expiryMonths: 12,
      lanes: 2,
      clearingValue: '900000',
      rules: {
        transferable: true,
        maturityDays: 14,
        shortfall: 'clawback',
        expiryRounding: 'quarter',
        expiryBounds: { minDays: 0, maxDays: 400 },
        earnedDaysMax: 60,
        reinstatementDays: 10,
      },
    });
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const harbor = (role: 'admin' | 'operator' | 'cashier' = 'operator') => running.as('harbor', role);
  const open = async (memberRef: string) => (await harbor().post('/v1/accounts', { memberRef })).accountId;
  const issue = (accountId: string, amount: string, more: object = {}) =>
    harbor().post('/v1/issuances', { programId, accountId, amount, ...more });
  const balance = async (accountId: string) =>
    (await harbor().get(`/v1/accounts/${accountId}/balances`)).balances.find((each) => each.programId === programId);

  it(
    'points mature, are returned in part, and what was spent of them is owed back and paid off',
    async () => {
      const accountId = await open('life-1');
      const pending = await issue(accountId, '30');
      expect(pending).toMatchObject({ maturesOn: dayIn(14) });
      const refused = await harbor().attempts.post('/v1/redemptions', { programId, accountId, amount: '10' });
      expect(refused.body).toMatchObject({ code: 'INSUFFICIENT_POINTS', detail: expect.stringContaining(dayIn(14)) });
      const bought = await issue(accountId, '100', { maturesOn: dayIn(0) });
      await harbor().post('/v1/redemptions', { programId, accountId, amount: '90' });
      const part = await harbor().post('/v1/reversals', { operationId: bought.operationId, amount: '60' });
      expect(part).toMatchObject({ amount: '40', shortfall: '20', clawback: '20' });
      expect(await balance(accountId)).toMatchObject({ available: '0', pending: '0', clawback: '20' });
      expect(await issue(accountId, '50', { maturesOn: dayIn(0) })).toMatchObject({ paidOff: '20' });
      expect(await balance(accountId)).toMatchObject({ available: '30', clawback: '0' });
    },
    TIMEOUT_MS,
  );

  it(
    'points that were earned before end by the day of earning; what ends soon is extended by the issuer',
    async () => {
      const accountId = await open('life-2');
      const earned = await issue(accountId, '10', { earnedOn: dayIn(-30) });
      expect(earned).toMatchObject({ earnedOn: dayIn(-30) });
      expect(earned.maturesOn).toBeUndefined();
      expect(earned.expiry).toMatch(/-(03-31|06-30|09-30|12-31)$/);
      await issue(accountId, '5', { maturesOn: dayIn(0), expiresOn: dayIn(3) });
      const later = { programId, accountId, endingBy: dayIn(10), expiresOn: dayIn(100) };
      expect(await harbor().post('/v1/extensions', later)).toMatchObject({ amount: '5', expiry: dayIn(100) });
      const { months } = await harbor().get(`/v1/programs/${programId}/expiring`);
      expect(months.find(({ month }) => month === dayIn(100).slice(0, 7))).toBeDefined();
      const tooLate = await harbor().attempts.post('/v1/extensions', { ...later, expiresOn: dayIn(500) });
      expect(tooLate.body).toMatchObject({ code: 'EXPIRY_OUT_OF_BOUNDS' });
    },
    TIMEOUT_MS,
  );

  it(
    'an account with 6,000 lots of one point spends 5,500 of them in one request',
    async () => {
      const accountId = await open('life-3');
      for (let n = 0; n < 6_000; n += 500) {
        const operations = Array.from({ length: 500 }, (_, at) => ({
          kind: 'issue' as const,
          id: `dust-${n + at}`,
          programId,
          accountId,
          amount: '1',
          maturesOn: dayIn(0),
          campaign: `campaign ${at}`,
        }));
        const { counts } = await harbor().post('/v1/batches', { operations });
        expect(counts.committed).toBe(500);
      }
      await eventually(
        () => balance(accountId),
        (found) => found?.available === '6000',
      );
      const spent = await harbor().post('/v1/redemptions', { programId, accountId, amount: '5500' });
      expect(spent).toMatchObject({ state: 'committed', amount: '5500' });
      const back = await harbor().post('/v1/reversals', { operationId: 'dust-0' });
      expect(back).toMatchObject({ amount: '1' });
      expect(back.shortfall).toBeUndefined();
    },
    TIMEOUT_MS,
  );

  it('leaves a ledger that is true', () => expectLedgerTruth(running).then(() => undefined), TIMEOUT_MS);
});
