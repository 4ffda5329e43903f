/** Receipts and details, shown to somebody who has neither ledger nor network; all gateways make the same log. */
import { judge, readPolicy, type Policy } from '@commonpoint/verify';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { openAccount } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const slugs = ['harbor', 'citypark', 'greenmart', 'auditor'];
/** A minute between anchors, and one between checkpoints. */
const ANCHORED_MS = 240_000;
const basket = { lines: [{ article: '4006381333931', price: '31.41592' }] };

interface Log {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly keys: readonly unknown[];
}

describe('evidence', () => {
  let running: RunningConsortium;
  let policy: Policy;
  let operationId: string;
  let evidence: string;

  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const ask = (slug: string, path: string) =>
    running.withKey(slug, running.credentials[slug]!.keys[slug === 'auditor' ? 'auditor' : 'operator'], path);
  const logOf = async (slug: string) => (await ask(slug, '/v1/log')).body as unknown as Log;
  const file = async (path: string): Promise<string | undefined> => {
    const { status, body } = await ask('harbor', path);
    return status !== 200 ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  };

  it(
    'of a detail is verified by the word of all organisations',
    async () => {
      const accountId = await openAccount(running.as('harbor'), { programId: 'harbor', amount: '100' });
      const asked = { programId: 'harbor', accountId, amount: '7' };
      const issued = await running.as('harbor').attempts.post<{ operationId: string }>('/v1/issuances', asked);
      ({ operationId } = issued.body);
      const details = [{ operationId, schema: 'basket/1', detail: basket }];
      const kept = await running.as('harbor').attempts.post('/v1/details', { details });
      expect(kept.status).toBe(200);
      const path = `/v1/operations/${operationId}/evidence`;
      evidence = await eventually(
        async () => (await file(path))!,
        (text) => text?.split('\u2014').length === 5,
        { timeoutMs: ANCHORED_MS },
      );
      policy = readPolicy(JSON.stringify({ ...(await logOf('auditor')), quorum: 4 }));
      expect((await judge(evidence, policy)).join(' ')).toContain('31.41592');
    },
    2 * ANCHORED_MS,
  );

  it('is made of one log, which all gateways have, and one that lost its file makes again', async () => {
    const same = async () =>
      (await Promise.all(slugs.map(logOf))).map(({ origin, size, root }) => `${origin} ${size} ${root}`);
    const agreed = await eventually(same, (logs) => new Set(logs).size === 1);
    await running.holdDown('gateway-harbor');
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(running.dataDir, 'gateways', 'harbor', `gateway.db${end}`), { force: true });
    await running.release('gateway-harbor');
    await eventually(
      async () => (await logOf('harbor')).size,
      (size) => size >= Number(agreed[0]!.split(' ')[1]),
    );
    expect(new Set(await eventually(same, (logs) => new Set(logs).size === 1)).size).toBe(1);
    expect(await judge(evidence, policy)).toHaveLength(3);
  }, 120_000);

  it('of an erased detail is given no more, and the ledger holds true', async () => {
    const { status } = await running
      .as('harbor')
      .attempts.post(`/v1/operations/${operationId}/detail/erase`, undefined);
    expect(status).toBe(200);
    const { body } = await ask('harbor', `/v1/operations/${operationId}/evidence`);
    expect(body['code']).toBe('DETAIL_ERASED');
    await expectLedgerTruth(running);
  }, 120_000);
});
