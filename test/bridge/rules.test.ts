/** The bridge's rules without a database and a gateway: steps, seals, room, statements, its configuration, the report. */
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operationRefusals } from '@commonpoint/catalogue';
import { ConfigError, readConfig } from '../../bridge/src/config.js';
import { valuesOf, withPlaces } from '../../bridge/src/legacy-store.js';
import { lastWords, type BridgeOnLedger, type OperationOnLedger, type Outcome } from '../../bridge/src/ledger.js';
import { afterFirst, nextStep, roomLeft } from '../../bridge/src/next-step.js';
import { operationIds, states, type OutboxRow, type State, type Taken } from '../../bridge/src/outbox-row.js';
import { asText, reconcile } from '../../bridge/src/reconcile.js';
import { createSeals } from '../../bridge/src/seal.js';
import { problems } from '../../gateway-api/src/http/problems.js';

const seals = createSeals(Buffer.alloc(32, 1), 'stamps');
const taken = (more: Partial<Taken> = {}): Taken => ({
  direction: 'in',
  member: 'card 1',
  points: '60',
  accountId: 'HarborMSP:alice-0001',
  ...more,
});
const row = (more: Partial<OutboxRow> = {}, of?: Taken): OutboxRow => ({
  id: '7',
  direction: of?.direction ?? 'in',
  member: 'card 1',
  points: '60',
  requestedAt: new Date('2026-11-23T08:00:00Z'),
  state: 'requested',
  code: undefined,
  detail: undefined,
  changedAt: undefined,
  ...(of === undefined ? { taken: undefined, seal: undefined } : seals.seal('7', of)),
  ...more,
});
const stepOf = (of: OutboxRow): string => nextStep(of, seals.open(of)).kind;

describe('what is done next', () => {
  const due: Record<State, { in: string; out: string }> = {
    requested: { in: 'dispute', out: 'dispute' },
    debited: { in: 'issue', out: 'dispute' },
    asked: { in: 'dispute', out: 'hold' },
    held: { in: 'dispute', out: 'capture' },
    captured: { in: 'dispute', out: 'credit' },
    done: { in: 'none', out: 'none' },
    returned: { in: 'none', out: 'none' },
    refused: { in: 'none', out: 'none' },
    disputed: { in: 'none', out: 'none' },
  };
  it.each(states)('of a row that was taken and is %s', (state) => {
    const steps = (['in', 'out'] as const).map((direction) => stepOf(row({ state }, taken({ direction }))));
    expect(steps).toEqual([due[state].in, due[state].out]);
  });

  it('of a row that is new', () => {
    expect(stepOf(row())).toBe('take');
  });

  it('follows from what was taken, whatever the row says', () => {
    const altered = row({ state: 'debited', direction: 'out', points: '90', member: 'card 2' }, taken());
    expect(nextStep(altered, seals.open(altered))).toMatchObject({ kind: 'issue', taken: taken() });
  });

  it.each<[string, Partial<OutboxRow>]>([
    ['without a seal', { seal: undefined }],
    ['with another row’s seal', seals.seal('8', taken())],
    ['with a seal by another key', createSeals(Buffer.alloc(32, 2), 'stamps').seal('7', taken())],
    ['with another bridge’s seal', createSeals(Buffer.alloc(32, 1), 'coupons').seal('7', taken())],
    ['with more points than were sealed', { taken: JSON.stringify(taken({ points: '61' })) }],
    ['with a seal that is no hexadecimal', { seal: 'zz' }],
    ['in no state that there is', { state: 'credited' as State }],
  ])('is a dispute %s', (_how, more) => {
    expect(stepOf(row({ state: 'debited' }, taken()))).toBe('issue');
    expect(stepOf({ ...row({ state: 'debited' }, taken()), ...more })).toBe('dispute');
  });
});

it('the ledger’s word makes one state of each direction', () => {
  const refused = (code: 'ACCOUNT_FROZEN' | 'ID_CONFLICT'): Outcome => ({ refused: code, detail: '' });
  const outcomes: Outcome[] = ['committed', refused('ACCOUNT_FROZEN'), refused('ID_CONFLICT')];
  expect(outcomes.map((outcome) => afterFirst('in', outcome))).toEqual(['done', 'returned', 'disputed']);
  expect(outcomes.map((outcome) => afterFirst('out', outcome))).toEqual(['held', 'refused', 'disputed']);
});

it('gives nothing back on a word that may still change, or that no crossing is answered', () => {
  const kinds = ['issue', 'hold', 'capture', 'void'] as const;
  const all = new Set<string>(kinds.flatMap((kind) => operationRefusals[kind]));
  for (const code of lastWords) expect([code, problems[code].retryable, all.has(code)]).toEqual([code, false, true]);
});

it('ids follow from the row alone, and fit', () => {
  expect(operationIds('stamps', 'in', '7').first).toBe('br-stamps-in-7');
  const longest = operationIds('a'.repeat(16), 'out', '9223372036854775807');
  for (const id of Object.values(longest)) expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);
});

it.each<[string, object | undefined, bigint, bigint]>([
  ['nothing crossed yet', undefined, 0n, 100n],
  ['some crossed', { today: '30', inAll: '30' }, 20n, 50n],
  ['the rest of all is less than that of the day', { today: '0', inAll: '240' }, 0n, 10n],
  ['the caps were lowered since', { today: '120', inAll: '120' }, 0n, -20n],
])('room: %s', (_how, crossed, underWay, left) => {
  expect(roomLeft({ perDay: '100', inAll: '250' }, crossed as { today: string; inAll: string }, underWay)).toBe(left);
});

it('places stand for names, and nothing else is touched', () => {
  const sql = "UPDATE a SET n = n - :points::int, o = :operation WHERE m = :member AND n >= :points AND t = 'x:y'";
  const { sql: text, names } = withPlaces(sql, (number) => `$${number}`);
  expect(text).toBe("UPDATE a SET n = n - $1::int, o = $2 WHERE m = $3 AND n >= $1 AND t = 'x:y'");
  expect(valuesOf({ kind: 'debit', member: 'c', points: '5', operation: 'op' }, names)).toEqual(['5', 'op', 'c']);
});

describe('a configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const good = {
    programId: 'harbor',
    bridgeId: 'stamps',
    gateway: { url: 'http://127.0.0.1:8081', apiKeyFile: 'key' },
    legacy: { kind: 'sqlite', path: 'legacy.db', debit: 'x :member :points', credit: 'y :member :points' },
    sealKeyFile: 'seal',
  };
  const read = (value: unknown) => {
    writeFileSync(join(folder, 'key'), 'cp_x\n');
    const file = join(folder, 'bridge.json');
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return readConfig(file);
  };

  it('has what it says, and a seal key of its own that only its user reads', () => {
    const config = read(good);
    expect(config).toMatchObject({
      apiKey: 'cp_x',
      legacyUrl: join(folder, 'legacy.db'),
      pollMs: 1_000,
      concurrency: 50,
    });
    expect([config.sealKey.length, statSync(join(folder, 'seal')).mode & 0o777]).toEqual([32, 0o600]);
    expect(read(good).sealKey).toEqual(config.sealKey);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /cannot read/],
    ['a field that nobody reads', { ...good, holdSecond: 5 }, /holdSecond/],
    ['a bridge’s name that is none', { ...good, bridgeId: 'Stamps!' }, /bridgeId/],
    [
      'a statement without its member',
      { ...good, legacy: { ...good.legacy, debit: 'x :points' } },
      /must name :member/,
    ],
    ['two statements', { ...good, legacy: { ...good.legacy, credit: 'y :member :points; DROP' } }, /one statement/],
    ['a table that is none', { ...good, legacy: { ...good.legacy, outbox: 'a b' } }, /legacy.outbox/],
    ['a database of another kind', { ...good, legacy: { ...good.legacy, kind: 'oracle' } }, /legacy.kind/],
    ['no key', { ...good, gateway: { ...good.gateway, apiKeyFile: 'nowhere' } }, /the API key is to be in/],
    ['a gateway by another protocol', { ...good, gateway: { ...good.gateway, url: 'ftp://x' } }, /gateway.url/],
    ['a hold that is too short', { ...good, holdSeconds: 5 }, /holdSeconds/],
  ])('is refused with %s', (_what, value, said) => {
    expect(() => read(value)).toThrow(ConfigError);
    expect(() => read(value)).toThrow(said);
  });

  it('is refused with a seal key that others read, or that is none', () => {
    writeFileSync(join(folder, 'open'), '0'.repeat(64));
    chmodSync(join(folder, 'open'), 0o644);
    expect(() => read({ ...good, sealKeyFile: 'open' })).toThrow(/can be read by others/);
    writeFileSync(join(folder, 'short'), '00', { mode: 0o600 });
    expect(() => read({ ...good, sealKeyFile: 'short' })).toThrow(/holds no seal key/);
  });
});

describe('a report', () => {
  const caps = { perDay: '100', inAll: '1000' };
  const bridgeWith = (into: number, count: number): BridgeOnLedger => ({
    programId: 'harbor',
    bridgeId: 'stamps',
    legacyName: 'Stamps',
    in: caps,
    out: caps,
    status: 'open',
    crossed: {
      day: '2026-11-23',
      in: { today: String(into), inAll: String(into), count },
      out: { today: '0', inAll: '0', count: 0 },
    },
    asOfBlock: 9,
  });
  const issued = (more: object = {}) =>
    ({
      operationId: 'br-stamps-in-7',
      state: 'committed',
      kind: 'issue',
      programId: 'harbor',
      amount: '60',
      ...more,
    }) as OperationOnLedger;
  const at = new Date('2026-11-23T08:01:00Z');
  const report = (rows: OutboxRow[], operations: OperationOnLedger[], more: object = {}) =>
    reconcile({ bridge: bridgeWith(60, 1), rows, operations, seals, at, ...more });
  const done = row({ state: 'done' }, taken());

  it('says that all agree, and has the audit’s sums beside the ledger’s', () => {
    const audit = {
      programId: 'harbor',
      bridgeId: 'stamps',
      in: { points: '60', count: 1 },
      out: { points: '0', count: 0 },
    };
    const { wrong, sums, states: counted } = report([done], [issued()], { audit });
    expect([wrong, sums.in, counted]).toEqual([
      [],
      { outbox: audit.in, ledger: audit.in, counted: audit.in, audit: audit.in },
      { done: 1 },
    ]);
  });

  it('tells how old what is open is, and that it is on the ledger already', () => {
    const { lines, wrong } = report([row({ state: 'debited' }, taken())], [issued()]);
    expect([lines[0], wrong]).toEqual([
      expect.objectContaining({ ageSeconds: 60, crossed: '60', state: 'debited' }),
      [],
    ]);
  });

  it.each<[string, OutboxRow[], OperationOnLedger[], object, RegExp]>([
    [
      'a row that is done and not on the ledger',
      [done],
      [],
      { bridge: bridgeWith(0, 0) },
      /row 7 is done, and the ledger has nothing/,
    ],
    ['an operation without a row', [], [issued()], {}, /operation br-stamps-in-7 is on the ledger, and in no row/],
    [
      'another amount',
      [done],
      [issued({ amount: '61' })],
      { bridge: bridgeWith(61, 1) },
      /is of 60 points, and 61 crossed/,
    ],
    [
      'what crossed and was given back',
      [row({ state: 'returned' }, taken())],
      [issued()],
      {},
      /is returned, and has crossed/,
    ],
    [
      'what was taken back on the ledger',
      [done],
      [issued({ receipt: { reversed: '60' } })],
      {},
      /was taken back on the ledger/,
    ],
    [
      'a row that was changed',
      [row({ state: 'done', points: '90' }, taken())],
      [issued()],
      {},
      /was changed after it was taken/,
    ],
    ['a broken seal', [row({ state: 'done', seal: '00' }, taken())], [issued()], {}, /a seal that is not the bridge’s/],
    ['a dispute', [row({ state: 'disputed', detail: 'so it is' }, taken())], [issued()], {}, /is disputed: so it is/],
    [
      'what is counted otherwise',
      [done],
      [issued()],
      { bridge: bridgeWith(70, 1) },
      /the ledger has counted 70 points/,
    ],
    [
      'what the audit has otherwise',
      [done],
      [issued()],
      { audit: { in: { points: '9', count: 1 }, out: { points: '0', count: 0 } } },
      /the audit comes to 9 points/,
    ],
  ])('tells of %s', (_what, rows, operations, more, said) => {
    const made = report(rows, operations, more);
    expect(made.wrong.join('\n')).toMatch(said);
    expect(asText(made)).toMatch(/WRONG/);
  });
});
