/**
 * Money on points and on a note that are pledged: a gateway is killed at each step, and the step repeated under its key has one
 * effect; whatever is asked for at once, a line is never exceeded; and what the audit says of it in the end.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { charterOtherwise } from '@commonpoint/catalogue';
import { defaultDescriptionPath } from '../../network/topology.js';
import { monthWithRoom, SCENARIO_MS } from '../support/calendar.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { countOutcomes, type Problem } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { StruckRequests } from '../support/struck-requests.js';

type Slug = 'harbor' | 'citypark';
interface Line {
  readonly status: string;
  readonly cover: string;
  readonly drawn: string;
  readonly drawing: string;
  readonly pledges: readonly { readonly amount: string }[];
}
const money = (units: number): string => (units === 0 ? '0' : `${units}000000`);
let month: string;
const until = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);

/** The repository's consortium, with everything switched on. */
function describedIn(folder: string): string {
  const description = JSON.parse(readFileSync(defaultDescriptionPath(), 'utf8')) as object;
  const { clearing: _own, ...charter } = charterOtherwise;
  const path = join(folder, 'consortium.json');
  const switched = { switchedOn: ['credit', 'collateral', 'otherAssets'], charter: { ...charter, notes: true } };
  writeFileSync(path, JSON.stringify({ ...description, ...switched }));
  return path;
}

/** A gateway that is killed at each step takes seconds of each on a busy machine. */
const LONG_MS = 300_000;

describe('a credit line on points and on a note', () => {
  jest.setTimeout(LONG_MS);
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-collateral-'));
  let running: RunningConsortium;
  const accounts: string[] = [];

  const at = (line: string): string => `/v1/credit-lines/CityParkMSP/${line}`;
  const read = (line: string, slug: Slug = 'citypark') => running.as(slug).attempts.get<Line & Problem>(at(line));
  const knownTo = (slug: Slug, path: string) =>
    eventually(
      () => running.as(slug).attempts.get(path),
      ({ status }) => status === 200,
    );
  const strikes = new StruckRequests(() => running);
  const struck = (slug: Slug, path: string, body: object = {}, role: 'operator' | 'admin' = 'operator') =>
    strikes.struck(slug, path, body, role);
  const settled = (path: string, body: object) => strikes.settled('harbor', path, body);
  const told = (line: string, expected: Partial<Line>, slug: Slug = 'citypark') =>
    eventually(
      () => read(line, slug),
      ({ body }) => Object.entries(expected).every(([field, value]) => body[field as keyof Line] === value),
    );
  const sumsOf = async (accountId: string) => {
    const { body } = await running
      .as('harbor')
      .attempts.get<{ balances: { available: string; held: string }[] }>(`/v1/accounts/${accountId}/balances`);
    return [body.balances[0]?.available, body.balances[0]?.held];
  };
  const lent = async (line: string, accountId: string) => {
    const terms = { limit: money(10_000), haircutPpm: 500_000, marginDays: 1, feePpm: 100_000, until };
    await struck('citypark', '/v1/credit-lines', { lineId: line, accountId, programId: 'harbor', ...terms }, 'admin');
    await knownTo('harbor', at(line));
  };

  beforeAll(async () => {
    month = await monthWithRoom();
  }, SCENARIO_MS + 10_000);
  beforeAll(async () => {
    running = await RunningConsortium.start(describedIn(folder));
    for (const memberRef of ['one', 'two']) {
      const { accountId } = await running.as('harbor').post('/v1/accounts', { memberRef });
      accounts.push(accountId);
      await running.as('harbor').post('/v1/issuances', { programId: 'harbor', accountId, amount: '1000' });
      await knownTo('citypark', `/v1/accounts/${accountId}`);
    }
    const offer = { programId: 'harbor', offerId: 'month', days: 30, ppm: 100_000, ppmMin: 100_000, ppmMax: 200_000 };
    const more = { noticeDays: 1, ceiling: '1000', lanes: 2, early: { afterDays: 0, sharePpm: 500_000 } };
    await running.as('harbor', 'admin').attempts.post('/v1/note-offers', { ...offer, ...more });
    await knownTo('harbor', '/v1/note-offers/harbor/month');
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await running.stopAndRemove();
    rmSync(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  let pledge: string;
  let notePledge: string;

  it('is granted, pledged for and drawn once each, however often gateways are killed', async () => {
    const [accountId = ''] = accounts;
    await lent('line-1', accountId);
    pledge = await struck('harbor', `${at('line-1')}/pledges`, { amount: '500' });
    // A point is worth 0.9, of which half is lent on.
    await told('line-1', { cover: money(225) });
    await struck('harbor', `${at('line-1')}/draws`, { paymentId: 'd-1', amount: money(200) });
    await told('line-1', { drawing: money(200), drawn: '0' });
    await struck('citypark', `${at('line-1')}/payments/d-1/confirm`, { reference: 'RF18' });
    await told('line-1', { drawing: '0', drawn: money(200) });
    const sale = { programId: 'harbor', accountId, offerId: 'month', amount: '400' };
    const noteId = await struck('harbor', '/v1/notes', sale);
    notePledge = await struck('harbor', `${at('line-1')}/notes`, { noteId });
    await told('line-1', { cover: money(405) });
    expect(await sumsOf(accountId)).toEqual(['100', '900']);
  });

  it('and repaid, withdrawn, disputed, released in part and substituted', async () => {
    await struck('harbor', `${at('line-1')}/draws`, { paymentId: 'd-2', amount: money(100) });
    await struck('citypark', `${at('line-1')}/payments/d-2/withdraw`);
    await told('line-1', { drawing: '0', drawn: money(200) });
    await struck('harbor', `${at('line-1')}/repayments`, { paymentId: 'b-1', amount: money(50), reference: 'RF19' });
    await struck('citypark', `${at('line-1')}/payments/b-1/confirm`);
    await told('line-1', { drawn: money(150) });
    await struck('harbor', `/v1/holds/${pledge}/void`, { amount: '100' });
    await told('line-1', { cover: money(360) });
    await struck('harbor', `${at('line-1')}/payments/d-1/dispute`, { reason: 'never came' });
    await struck('harbor', `${at('line-1')}/payments/d-1/resolve`);
    const other = await struck('harbor', `${at('line-1')}/pledges`, { amount: '200' });
    await struck('harbor', `/v1/holds/${pledge}/void`);
    await told('line-1', { cover: money(270), drawn: money(150) });
    pledge = other;
    expect(await sumsOf(accounts[0]!)).toEqual(['400', '600']);
  });

  it('is never exceeded by draws and releases that are asked for at once', async () => {
    const accountId = accounts[1]!;
    await lent('line-2', accountId);
    const holdId = await struck('harbor', `${at('line-2')}/pledges`, { amount: '600' });
    await told('line-2', { cover: money(270) });
    const draws = Array.from({ length: 12 }, (_, n) =>
      settled(`${at('line-2')}/draws`, { paymentId: `at-once-${n}`, amount: money(30) }),
    );
    const releases = Array.from({ length: 6 }, () => settled(`/v1/holds/${holdId}/void`, { amount: '60' }));
    const [drawn, released] = [await Promise.all(draws), await Promise.all(releases)];
    const outcomes = { drawn: countOutcomes(drawn), released: countOutcomes(released) };
    expect(Object.keys({ ...outcomes.drawn, ...outcomes.released }).sort()).toEqual(
      expect.arrayContaining(['422 LINE_EXCEEDED']),
    );
    const { body } = await read('line-2', 'harbor');
    await eventually(
      () => read('line-2', 'harbor'),
      (now) => now.body.drawing === money(30 * (outcomes.drawn['200'] ?? 0)),
    );
    const left = 600 - 60 * (outcomes.released['201'] ?? 0);
    const now = (await read('line-2', 'harbor')).body;
    expect([now.pledges[0]?.amount, body.status]).toEqual([String(left), 'open']);
    expect(BigInt(now.drawing)).toBeLessThanOrEqual(BigInt(now.cover));
    expect(BigInt(now.cover) - BigInt(now.drawing)).toBeLessThan(BigInt(money(30)));
  });

  it('falls short when the value does, is told so, and is cured', async () => {
    await running
      .as('harbor', 'admin')
      .attempts.post('/v1/programs/harbor/clearing-value', { clearingValue: '300000' });
    for (const slug of ['harbor', 'citypark', 'greenmart'])
      await eventually(
        () => running.as(slug).attempts.post(`/v1/clearing/cycles/${month}/cut-off`, {}),
        ({ status }) => status === 200,
        { timeoutMs: 120_000 },
      );
    await told('line-1', { cover: money(90) });
    await struck('citypark', `${at('line-1')}/notice`);
    await told('line-1', { status: 'noticed' });
    // Its oldest pledge is the note; the waiting days are not over.
    const early = { holdMspId: 'HarborMSP' };
    const taken = await running.as('citypark').attempts.post<Problem>(`/v1/holds/${notePledge}/capture`, early);
    expect(taken.body.code).toBe('LINE_NOT_DUE');
    await struck('citypark', `${at('line-1')}/repayments`, { paymentId: 'b-2', amount: money(70), reference: 'RF20' });
    await told('line-1', { status: 'open', drawn: money(80) });
  });

  it('is closed, and everything goes back', async () => {
    await struck('citypark', `${at('line-1')}/close`);
    await told('line-1', { status: 'closed', drawn: '0' });
    await told('line-1', { status: 'closed' }, 'harbor');
    await struck('harbor', `/v1/holds/${pledge}/void`);
    await struck('harbor', `/v1/holds/${notePledge}/void`);
    expect(await sumsOf(accounts[0]!)).toEqual(['600', '400']);
  });

  it('the audit finds nothing, and everybody sees the same', () =>
    expectLedgerTruth(
      running,
      accounts.map((accountId) => ({ accountId, programId: 'harbor' })),
    ).then(() => undefined));
});
