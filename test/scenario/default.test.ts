/**
 * A merchant in default: what it owes is claimed on pledges, and pledges are taken after the waiting days. A gateway is killed at each
 * step, and the step repeated under its key has one effect; pledges that are asked for at once are taken once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { charterOtherwise, type GovernanceAction, type Settlement } from '@commonpoint/catalogue';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { readDelegates } from '../../consortium/launcher/gateway-files.js';
import { monthWithRoom, SCENARIO_MS } from '../support/calendar.js';
import { knownAt } from '../support/known-at.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { moveClock } from '../support/moved-clock.js';
import { describeUnless } from '../support/network-kind.js';
import { countOutcomes, type Problem } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { StruckRequests } from '../support/struck-requests.js';
import { describeUndelayed } from '../support/undelayed-charter.js';
import { executeAt } from '../support/votes.js';

interface Line {
  readonly status: string;
  readonly drawn: string;
  readonly fee?: string;
  readonly pledges: readonly { readonly amount: string }[];
}
interface Entry {
  readonly kind: string;
  readonly change: string;
  readonly owed: string;
  readonly points?: string;
  readonly cycle?: string;
}

const money = (tenths: number): string => (tenths === 0 ? '0' : `${tenths}00000`);
const DAY_MS = 86_400_000;
let month: string;
const until = new Date(Date.now() + 60 * DAY_MS).toISOString().slice(0, 10);
const line = '/v1/credit-lines/CityParkMSP/secured';
/** A gateway that is killed at each step takes seconds of each on a busy machine. */
const LONG_MS = 300_000;
const clocks = 'programs that are not of Node have clocks of their own';

describeUnless({ docker: clocks, native: clocks }, 'a merchant in default', () => {
  jest.setTimeout(LONG_MS);
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-default-'));
  const clock = moveClock();
  let running: RunningConsortium;
  const strikes = new StruckRequests(() => running);
  let own: string;
  let member: string;
  const pledges: string[] = [];

  const knownTo = (slug: string, path: string) => knownAt(running.as(slug), path);
  const told = (expected: Partial<Line>, slug = 'citypark') =>
    knownAt<Line>(running.as(slug), line, (body) =>
      Object.entries(expected).every(([field, value]) => body[field as keyof Line] === value),
    );
  const decide = async (proposalId: string, action: GovernanceAction, voters: readonly string[]) => {
    const delegates = await readDelegates(running.dataDir);
    const clients = voters.map((slug) => new GatewayClient(delegates[slug]!.url, delegates[slug]!.keys['delegate'], 1));
    const [first] = clients;
    await first!.post('/v1/proposals', { proposalId, actions: [action] });
    for (const client of clients) await client.post(`/v1/proposals/${proposalId}/votes`, { vote: 'for' });
    expect(await executeAt(first!, proposalId)).toMatchObject({ status: 'executed' });
    await Promise.all(clients.map((client) => client.close()));
  };
  const taking = { holdMspId: 'HarborMSP' };

  beforeAll(async () => {
    month = await monthWithRoom();
  }, SCENARIO_MS + 10_000);
  beforeAll(async () => {
    const charter = { ...charterOtherwise, collateral: true };
    const { clearing: _own, rules: _rules, ...more } = charter;
    running = await RunningConsortium.start(describeUndelayed(folder, { charter: more }));
    const open = async (memberRef: string): Promise<string> =>
      (await running.as('harbor').post('/v1/accounts', { memberRef })).accountId;
    [own, member] = [await open('harbor itself'), await open('m-1')];
    await running.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId: member, amount: '1000' });
    await knownTo('greenmart', `/v1/accounts/${own}`);
    await knownTo('citypark', `/v1/accounts/${own}`);
    await running.as('greenmart').post('/v1/issuances', { programId: 'greenmart', accountId: own, amount: '400' });
    const credit = await running.as('citypark', 'admin').attempts.post('/v1/programs/harbor/credit', { limit: '500' });
    expect(credit.status).toBe(200);
    await knownTo('harbor', '/v1/programs/harbor/credit/CityParkMSP');
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await running?.stopAndRemove();
    clock.restore();
    rmSync(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  it('secures what it may owe, and owes it', async () => {
    const terms = { limit: money(5_000), haircutPpm: 0, marginDays: 1, feePpm: 100_000, until };
    const about = { lineId: 'secured', accountId: own, programId: 'greenmart', secures: 'HarborMSP' };
    await strikes.struck('citypark', '/v1/credit-lines', { ...about, ...terms }, 'admin');
    await knownTo('harbor', line);
    await eventually(
      () => running.as('harbor').attempts.get<{ balances: { available: string }[] }>(`/v1/accounts/${own}/balances`),
      ({ body }) => body.balances[0]?.available === '400',
    );
    for (const amount of ['120', '280']) pledges.push(await strikes.struck('harbor', `${line}/pledges`, { amount }));
    const spent = { programId: 'harbor', accountId: member, amount: '200', acceptor: 'CityParkMSP' };
    await running.as('harbor', 'cashier').post('/v1/redemptions', spent);
    const ahead = { prepaymentId: 'ahead', amount: '20' };
    await strikes.struck('citypark', '/v1/programs/harbor/credit/prepayments', ahead);
    for (const slug of ['harbor', 'citypark', 'greenmart'])
      await eventually(
        () => running.as(slug).attempts.post(`/v1/clearing/cycles/${month}/cut-off`, {}),
        ({ status }) => status === 200,
        { timeoutMs: 120_000 },
      );
    await eventually(
      () => running.as('greenmart').attempts.post(`/v1/clearing/cycles/${month}/close`, {}),
      ({ status }) => status === 200,
      { timeoutMs: 120_000 },
    );
    await knownTo('citypark', `/v1/settlements/${month}/HarborMSP/CityParkMSP`);
  });

  it('is claimed on once, however often the gateway is killed', async () => {
    const early = await running.as('citypark').attempts.post<Problem>(`${line}/claims`, { cycle: month });
    expect(early.body.code).toBe('NOT_IN_DEFAULT');
    await decide('CityParkMSP:default', { kind: 'declare-default', mspId: 'HarborMSP' }, ['citypark', 'greenmart']);
    await strikes.struck('citypark', `${line}/claims`, { cycle: month });
    // 200 points of 0.9, less 20 that were paid in advance.
    await told({ drawn: money(1_620) });
    const settlement = `/v1/settlements/${month}/HarborMSP/CityParkMSP`;
    const { body } = await running.as('citypark').attempts.get<Settlement>(settlement);
    expect(body).toMatchObject({
      ...{ amount: money(1_800), status: 'due' },
      claim: { setOff: '0', prepaid: money(180), pledges: money(1_620), loss: '0' },
    });
    // Another key is another request: what was claimed is claimed.
    const again = await running.as('citypark').attempts.post(`${line}/claims`, { cycle: month });
    expect([again.status, (await told({ drawn: money(1_620) })).status]).toEqual([200, 200]);
  });

  it('its pledges are taken after the waiting days, each once, however many take it at once', async () => {
    await strikes.struck('citypark', `${line}/notice`);
    await told({ status: 'noticed' });
    const [first, second] = pledges.map((pledge) => `/v1/holds/${pledge}/capture`) as [string, string];
    const early = await running.as('citypark').attempts.post<Problem>(first, taking);
    expect(early.body.code).toBe('LINE_NOT_DUE');
    await clock.ahead(3 * DAY_MS);
    // Debt and fee are 162 points of 1.1.
    await strikes.struck('citypark', first, taking);
    await told({ status: 'liquidated', drawn: money(300), fee: money(162) });
    const attempts = Array.from({ length: 6 }, () => strikes.settled('citypark', second, taking));
    await running.killAndAwaitRestart('gateway-citypark');
    const outcomes = countOutcomes(await Promise.all(attempts));
    expect(outcomes).toMatchObject({ 201: 1 });
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(6);
    await told({ status: 'liquidated', drawn: '0', fee: '0' });
  });

  it('what is left went back, and the statement says how it came to that', async () => {
    await told({ status: 'liquidated', drawn: '0', fee: '0' }, 'harbor');
    const { body: sums } = await running
      .as('harbor')
      .attempts.get<{ balances: { available: string; held: string }[] }>(`/v1/accounts/${own}/balances`);
    expect(sums.balances).toMatchObject([{ available: '238', held: '0' }]);
    const { body } = await running.as('harbor').attempts.get<{ entries: Entry[] }>(`${line}/statement`);
    expect(body.entries.toReversed()).toMatchObject([
      { kind: 'claim', change: money(1_620), cycle: month },
      { kind: 'fee', change: money(162), owed: money(1_782) },
      { kind: 'taken', change: `-${money(1_320)}`, points: '120', owed: money(462) },
      { kind: 'taken', change: `-${money(462)}`, points: '42', owed: '0' },
    ]);
  });

  it('the audit finds nothing, and everybody sees the same', async () => {
    await clock.ahead(0);
    const touched = [
      { accountId: own, programId: 'greenmart' },
      { accountId: member, programId: 'harbor' },
    ];
    await expectLedgerTruth(running, touched);
  });
});
