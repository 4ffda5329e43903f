/** A legacy programme becomes points: approved by the other merchants' peers too, claimed through a kill, audited. */
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const path = '/v1/migrations/HarborMSP/legacy';
const COUNT = 3_000;
const TIMEOUT_MS = 180_000;

interface Read {
  readonly status: string;
  readonly root: string;
  readonly total: string;
  readonly claimedSoFar: { readonly count: number; readonly amount: string };
  readonly snapshot?: { readonly state: string; readonly refused: number };
}

describe('a migration', () => {
  let running: RunningConsortium;
  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const read = async (slug: string) => (await running.as(slug).attempts.get<Read>(path)).body;
  const post = (slug: string, verb: string, body: object = {}) =>
    running.as(slug, 'admin').attempts.post<Read>(`${path}/${verb}`, body);

  it(
    'is approved by the others, claimed once whatever is killed, and adds up',
    async () => {
      const rows = Array.from({ length: COUNT }, (_, n) => `card ${n},${(n % 90) + 1},2028-12-31`);
      const csv = `customer_id,points,expires_on\n${rows.join('\n')}\n`;
      const total = String(rows.reduce((sum, row) => sum + Number(row.split(',')[1]), 0));
      const taken = await running
        .as('harbor', 'admin')
        .attempts.post<Read>('/v1/migrations?program=harbor&migrationId=legacy', csv, {
          headers: { 'content-type': 'text/csv' },
        });
      expect([taken.status, taken.body.total]).toEqual([201, total]);
      expect((await post('harbor', 'propose')).status).toBe(200);
      const said = { root: taken.body.root, total };
      for (const slug of ['citypark', 'greenmart']) {
        await eventually(
          () => read(slug),
          ({ root }) => root === said.root,
        );
        expect((await post(slug, 'approve', said)).status).toBe(200);
      }
      await eventually(
        () => read('harbor'),
        ({ status }) => status === 'approved',
      );
      expect((await post('harbor', 'claim')).status).toBe(202);
      await eventually(
        () => read('citypark'),
        ({ claimedSoFar }) => claimedSoFar.count > 0,
      );
      await running.killAndAwaitRestart('gateway-harbor');
      const done = await eventually(
        () => read('harbor'),
        ({ snapshot }) => snapshot?.state === 'claimed',
        {
          timeoutMs: TIMEOUT_MS,
        },
      );
      expect([done.claimedSoFar, done.snapshot]).toEqual([
        { count: COUNT, amount: total },
        { state: 'claimed', refused: 0 },
      ]);
      const ended = await post('harbor', 'complete', { unclaimed: { count: 0, amount: '0' } });
      expect([ended.status, ended.body.status]).toEqual([200, 'complete']);
      await expectLedgerTruth(running);
    },
    2 * TIMEOUT_MS,
  );
});
