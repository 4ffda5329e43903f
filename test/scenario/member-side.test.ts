/** A member's side of the account, by REST: cards, a lock, keys, a statement; and what of it a lost gateway.db takes along. */
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createMemberKey, signAccountChange, signRequest, type MemberKey } from '../../member-keys/src/index.js';
import { auditorsMachine } from '../support/auditors-machine.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { networkKind } from '../support/network-kind.js';
import { balanceOf, type Problem } from '../support/points-session.js';
import { rawBlocks } from '../support/raw-blocks.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const custodian = 'HarborMSP';

describe('a member', () => {
  let running: RunningConsortium;
  let accountId: string;
  const card = (number: number) => ({ memberRef: `card ${number} of ${reference}` });
  const reference = randomUUID();
  const harbor = () => running.as('harbor');
  const path = (rest: string) => `/v1/accounts/${accountId}/${rest}`;
  const refused = async (to: string, body: object, slug = 'harbor') =>
    (await running.as(slug).attempts.post<Problem>(to, body, { idempotencyKey: randomUUID() })).body.code;
  const folder = () => join(running.dataDir, 'gateways', 'harbor');
  const loseFile = () =>
    Promise.all(['', '-wal', '-shm'].map((end) => rm(join(folder(), `gateway.db${end}`), { force: true })));
  const redemption = () => ({ programId: 'harbor', accountId, amount: '1' });

  const today = (): string => new Date().toISOString().slice(0, 10);
  let begun: string;

  beforeAll(async () => {
    begun = today();
    running = await RunningConsortium.start();
    accountId = (await harbor().post('/v1/accounts', { memberRef: reference })).accountId;
    await harbor().post('/v1/issuances', { programId: 'harbor', accountId, amount: '100' });
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  it('has several cards, of which one is lost', async () => {
    await harbor().post(`/v1/accounts/${accountId}/references`, card(1));
    await harbor().post(`/v1/accounts/${accountId}/references`, card(2));
    expect(await harbor().post('/v1/accounts', card(1))).toMatchObject({ accountId });
    const other = await harbor().post('/v1/accounts', { memberRef: randomUUID() });
    expect(await refused(`/v1/accounts/${other.accountId}/references`, card(1))).toBe('REFERENCE_ELSEWHERE');
    await harbor().post(`/v1/accounts/${accountId}/references/remove`, card(1));
    expect(await refused('/v1/accounts', card(1))).toBe('REFERENCE_REMOVED');
    const blocks = await rawBlocks(running.dataDir);
    for (const secret of [reference, card(2).memberRef]) expect(blocks.includes(secret)).toBe(false);
  });

  it('locks the account by a key, which nobody else can undo', async () => {
    const key = await createMemberKey();
    const changed = async (by: MemberKey, what: Parameters<typeof signAccountChange>[2]) => {
      const before = await harbor().get(`/v1/accounts/${accountId}`);
      const request = await signAccountChange(by, before, what, { custodian });
      return harbor().attempts.post<Problem>(request.path, request.body, { idempotencyKey: randomUUID() });
    };
    await harbor().post(`/v1/accounts/${accountId}/public-key`, { publicKey: key.publicKey });
    expect((await changed(key, { kind: 'lock', delayHours: 0 })).status).toBe(200);
    const spend = async () => {
      const request = await signRequest(key, { kind: 'redeem', ...redemption() }, { custodian });
      return harbor().attempts.post<Problem>(request.path, request.body, { idempotencyKey: randomUUID() });
    };
    expect((await spend()).body.code).toBe('ACCOUNT_LOCKED');
    expect(await refused(path('unlock'), {})).toBe('SIGNATURE_REQUIRED');
    expect(await refused(path('unlock'), {}, 'citypark')).toBe('NOT_CUSTODIAN');
    expect((await changed(await createMemberKey(), { kind: 'unlock' })).body.code).toBe('SIGNATURE_INVALID');
    await harbor().post('/v1/issuances', { programId: 'harbor', accountId, amount: '7' });
    expect((await changed(key, { kind: 'unlock' })).status).toBe(200);
    expect((await spend()).status).toBe(201);
    const next = await createMemberKey();
    const recovery = { publicKey: next.publicKey };
    const announced = await running.as('harbor', 'admin').post(`/v1/accounts/${accountId}/recovery`, recovery);
    expect(Date.parse(announced.recovery?.inForceAt ?? '') - Date.now()).toBeGreaterThan(71 * 3_600_000);
    expect((await changed(key, { kind: 'withdraw-recovery' })).status).toBe(200);
    expect((await changed(key, { kind: 'rotate-key', publicKey: next.publicKey })).status).toBe(200);
    expect((await spend()).body.code).toBe('SIGNATURE_INVALID');
  });

  it('has a statement by days, whose ends are what the ledger says', async () => {
    const { opening, closing, entries } = await harbor().get(`/v1/accounts/${accountId}/statement`, {
      query: { from: begun, to: today() },
    });
    expect({ opening, closing }).toEqual({
      opening: [],
      closing: [{ programId: 'harbor', balance: String(await balanceOf(harbor(), accountId, 'harbor')), held: '0' }],
    });
    expect(entries).toHaveLength(3);
    const [, first] = entries.toReversed();
    const then = { query: { block: String((first?.blockNumber ?? 1) - 1) } };
    expect(await harbor().get(`/v1/accounts/${accountId}/balances/as-of`, then)).toMatchObject({
      balances: [{ programId: 'harbor', balance: '100' }],
    });
  });

  it('makes two accounts one, and the points follow', async () => {
    const twice = await harbor().post('/v1/accounts', { memberRef: randomUUID() });
    const into = await harbor().post('/v1/accounts', { memberRef: randomUUID() });
    await harbor().post('/v1/issuances', { programId: 'harbor', accountId: twice.accountId, amount: '70' });
    const merge = `/v1/accounts/${twice.accountId}/merge` as const;
    expect(await harbor().post(merge, { intoAccountId: into.accountId })).toMatchObject({
      status: 'closed',
      mergedInto: into.accountId,
    });
    await eventually(
      () => balanceOf(harbor(), into.accountId, 'harbor'),
      (points) => points === 70n,
    );
    expect(await refused('/v1/redemptions', { ...redemption(), accountId: twice.accountId })).toBe('ACCOUNT_CLOSED');
  });

  it('is forgotten: the same reference opens another account, and no file leads to the old one', async () => {
    const member = { memberRef: randomUUID() };
    const old = await harbor().post('/v1/accounts', member);
    await harbor().post('/v1/issuances', { programId: 'harbor', accountId: old.accountId, amount: '30' });
    const erasure = `/v1/accounts/${old.accountId}/erasure` as const;
    const named = { memberRefs: [member.memberRef] };
    expect(await refused(erasure, named, 'citypark')).toBe('NOT_CUSTODIAN');
    expect(await refused(erasure, { memberRefs: ['somebody else'] })).toBe('REFERENCE_ELSEWHERE');
    const forgetting = { idempotencyKey: randomUUID() };
    const erased = await harbor().post(erasure, named, forgetting);
    expect(erased).toMatchObject({ status: 'closed', erasure: { references: 1, unnamed: 0 } });
    expect(await harbor().post(erasure, named, forgetting)).toEqual(erased);
    expect(await balanceOf(harbor(), old.accountId, 'harbor')).toBe(0n);
    expect((await harbor().post('/v1/accounts', member)).accountId).not.toBe(old.accountId);
    expect(await running.as('citypark').get(`/v1/accounts/${old.accountId}`)).toHaveProperty('erasure');
  });

  if (networkKind !== 'docker') {
    it(
      'is forgotten although the gateway was killed on the way and its file lost',
      async () => {
        const member = { memberRef: randomUUID() };
        const old = await harbor().post('/v1/accounts', member);
        await harbor().post('/v1/issuances', { programId: 'harbor', accountId: old.accountId, amount: '30' });
        const cutOff = harbor()
          .attempts.post(`/v1/accounts/${old.accountId}/erasure`, { memberRefs: [member.memberRef] })
          .catch(() => undefined);
        await eventually(
          () => running.as('citypark').get(`/v1/accounts/${old.accountId}`),
          ({ status }) => status === 'closed',
        );
        await running.holdDown('gateway-harbor');
        await cutOff;
        await loseFile();
        await running.release('gateway-harbor');
        await eventually(
          () =>
            harbor().attempts.post<{ accountId?: string }>('/v1/accounts', member, { idempotencyKey: randomUUID() }),
          ({ body }) => body.accountId !== undefined && body.accountId !== old.accountId,
        );
        await eventually(
          async () => {
            const [json = ''] = (await readFile(join(folder(), 'pseudonym.tree'), 'utf8')).split('\n');
            return JSON.parse(json) as { erasing: unknown[] };
          },
          ({ erasing }) => erasing.length === 0,
        );
        expect(await balanceOf(harbor(), old.accountId, 'harbor')).toBe(0n);
      },
      START_TIMEOUT_MS,
    );

    it(
      'has the same cards after the gateway’s file was lost',
      async () => {
        await running.holdDown('gateway-harbor');
        await loseFile();
        await running.release('gateway-harbor');
        await eventually(
          () =>
            harbor().attempts.post<{ accountId?: string }>('/v1/accounts', card(2), { idempotencyKey: randomUUID() }),
          ({ status, body }) => status === 200 && body.accountId === accountId,
        );
        expect(await refused('/v1/accounts', card(1))).toBe('REFERENCE_REMOVED');
      },
      START_TIMEOUT_MS,
    );
  }

  if (networkKind !== 'docker') {
    it(
      'has an account that the auditor recomputes on a machine of its own, from the peers alone',
      async () => {
        const { run, remove } = auditorsMachine(running);
        try {
          const { code, report } = await run('--json', '--account', accountId);
          expect([code, report.findings]).toEqual([0, []]);
          expect(report).toMatchObject({ firstBlockWasGiven: true, readFrom: 'AuditorMSP' });
          expect(report.witnesses.map(({ mspId, agrees }) => [mspId, agrees])).toEqual(
            ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'].map((mspId) => [mspId, true]),
          );
          const points = String(await balanceOf(harbor(), accountId, 'harbor'));
          expect(report.about).toMatchObject({ balances: [{ programId: 'harbor', points, held: '0' }] });
          const other = await run('--json', '--first-block', '0'.repeat(64));
          expect([other.code, JSON.stringify(other.report.findings)]).toEqual([
            1,
            expect.stringContaining('another channel'),
          ]);
          expect(await run('--nonsense')).toMatchObject({
            code: 2,
            errors: expect.stringContaining('--nonsense') as string,
          });
        } finally {
          remove();
        }
      },
      START_TIMEOUT_MS,
    );
  }

  it('is found as all others by whoever recomputes the blocks', () => expectLedgerTruth(running), START_TIMEOUT_MS);
});
