/** Lots of operations that are looked at together are found to be wrong as they are row by row, whatever is wrong with them. */
import { LotBalances } from '../../audit/src/lot-balances.js';
import { StateFile } from '../../audit/src/state-file.js';
import { randomBy, type Random } from '../support/malformed-bytes.js';
import {
  accountOf,
  at,
  audited,
  call,
  chainOf,
  change,
  EXPIRY,
  first,
  H,
  key,
  lotSpoils,
  programOf,
  row,
  type Row,
  rowsOf,
  type Sent,
  some,
  type Spoil,
  TIME,
  txIdOf,
} from './spoiled-chains.js';

jest.setTimeout(120_000);

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 30);

interface Lot {
  readonly account: string;
  readonly txId: string;
  readonly number: string;
  readonly points: number;
}

/** What gateways have of a ledger of which they post operations. */
class Ledger {
  lots: Lot[] = [];
  #issued = 0;

  constructor(private readonly random: Random) {}

  /** One transaction of issuances, redemptions and transfers; only of issuances where there is nothing to take. */
  posted(n: number): Sent {
    const txId = txIdOf(n);
    const rows: Row[] = [];
    const made: Lot[] = [];
    const sums = { issued: 0, redeemed: 0 };
    const make = (account: string, points: number): { amount: string; lotId: string } => {
      const lot = { account, txId, number: String(made.length).padStart(5, '0'), points };
      made.push(lot);
      rows.push(row(lotKey(lot), { amount: String(points) }));
      return { amount: String(points), lotId: lotId(lot) };
    };
    for (let op = 3 + this.random(50); op > 0; op -= 1) {
      const [id, account] = [`op-${n}-${op}`, accountOf(this.random(12))];
      const common = { id, mspId: H, programId: 'harbor', txId, txTime: TIME };
      const write = (receipt: object): unknown => rows.push(row(['op', H, id], { ...receipt, ...common }));
      const lot = this.random(2) === 0 ? this.#taken() : undefined;
      if (lot === undefined) {
        const points = 1 + this.random(90);
        sums.issued += points;
        const [created, lanes] = [[make(account, points)], [{ amount: String(points), lane: 0 }]];
        write({ ...{ accountId: account, amount: String(points), kind: 'issue', expiry: EXPIRY }, created, lanes });
        continue;
      }
      const points = 1 + this.random(lot.points);
      const consumed = [{ amount: String(points), lotId: lotId(lot) }];
      rows.push(row(lotKey(lot)));
      if (lot.points > points) make(lot.account, lot.points - points);
      const of = { accountId: lot.account, amount: String(points), consumed };
      if (this.random(2) === 0) {
        sums.redeemed += points;
        write({ ...of, kind: 'redeem' });
      } else write({ ...of, kind: 'transfer', toAccountId: account, created: [make(account, points)] });
    }
    this.lots.push(...made);
    this.#issued += sums.issued;
    if (sums.issued > 0)
      rows.push(row(['quota', 'harbor', '00'], { granted: '1000000000000', used: String(this.#issued) }));
    const supply = { issued: String(sums.issued), redeemed: String(sums.redeemed), expired: '0', reversed: '0' };
    rows.push(row(['supply', 'harbor', TIME.slice(0, 10), txId], supply));
    rows.sort((a, b) => (a.key.join('\0') < b.key.join('\0') ? -1 : 1));
    return { txId, made: call('Points:Post', { operations: [] }), rows };
  }

  #taken(): Lot | undefined {
    const [lot] = this.lots.length === 0 ? [] : this.lots.splice(this.random(this.lots.length), 1);
    return lot;
  }
}

const lotKey = ({ account, txId, number }: Lot): string[] => ['lot', account, 'harbor', EXPIRY, txId, number];
const lotId = ({ txId, number }: Lot): string => `${EXPIRY}.${txId}.${number}`;

const madeOf = (sent: Sent): Row[] => rowsOf(sent, 'lot').filter(({ text }) => text !== undefined);
const goneOf = (sent: Sent): Row[] => rowsOf(sent, 'lot').filter(({ text }) => text === undefined);
const ofOne =
  (which: (sent: Sent) => Row[], with_: (one: Row, sent: Sent, random: Random) => unknown): Spoil =>
  (sent, random) => {
    const rows = which(sent);
    if (rows.length > 0) with_(some(rows, random), sent, random);
  };
const renamed = (place: number, value: (random: Random) => string): Spoil =>
  ofOne(goneOf, (one, _sent, random) => (one.key = one.key.with(place, value(random))));

const spoils: Readonly<Record<string, Spoil>> = {
  ...lotSpoils({ accounts: 12, transactions: 9, lots: 60 }),
  'a key with a part more': key('lot', (parts) => [...parts, 'x']),
  'a key that is empty in a part': key(
    'lot',
    at(2, () => ''),
  ),
  'a gone lot of another account': renamed(1, (random) => accountOf(random(12))),
  'a gone lot of another number': renamed(5, (random) => String(random(60)).padStart(5, '0')),
  'a gone lot of a transaction to come': renamed(4, () => txIdOf(99)),
  'a lot that it makes is gone': ofOne(madeOf, (one) => (one.text = undefined)),
  'a lot is there that is to be gone': ofOne(goneOf, (one) => (one.text = '{"amount":"7"}')),
  'gone twice': ofOne(goneOf, (one, { rows }) => rows.push({ ...one })),
  'made twice': ofOne(madeOf, (one, { rows }) => rows.push({ ...one })),
  'one is not gone': ofOne(goneOf, (one, { rows }) => rows.splice(rows.indexOf(one), 1)),
  'one is not made': ofOne(madeOf, (one, { rows }) => rows.splice(rows.indexOf(one), 1)),
  'one more': (sent, random) => {
    const of = ['lot', accountOf(random(12)), 'harbor', EXPIRY, sent.txId, `0${3_000 + random(9)}`];
    sent.rows.push(row(of, { amount: '3' }));
  },
  'lots of a transaction to come': (sent, random) => {
    const of = ['lot', accountOf(random(12)), 'harbor', EXPIRY, txIdOf(3), `0000${random(4)}`];
    sent.rows.push(row(of, { amount: '3' }));
  },
  'a receipt of more': change('op', ({ amount }) => ({ amount: String(Number(amount) + 1) })),
  'a receipt of another lot': change('op', () => ({ consumed: [{ amount: '1', lotId: `${EXPIRY}.x.00001` }] })),
  'a receipt of another kind': change('op', () => ({ kind: 'expire' })),
  'another call': (sent) => (sent.made = { ...sent.made, name: 'Orders:Lift' }),
  'another client': (sent) => (sent.made = { ...sent.made, mspId: 'CityParkMSP' }),
};

/** Where an audit looks at them row by row, it finds this. */
function rowByRow<T>(work: () => T): T {
  const never = jest.spyOn(LotBalances.prototype, 'known').mockReturnValue(undefined);
  try {
    return work();
  } finally {
    never.mockRestore();
  }
}

/** In how many transactions they were looked at together. */
function differing(blocks: readonly Uint8Array[], where: string): number {
  const together = jest.spyOn(LotBalances.prototype, 'applyPlain');
  for (const trustsPeer of [false, true]) {
    const expected = rowByRow(() => audited(blocks, { trustsPeer }));
    expect(together).toHaveBeenCalledTimes(0);
    expect({ where, trustsPeer, ...audited(blocks, { trustsPeer }) }).toEqual({ where, trustsPeer, ...expected });
    const store = StateFile.unnamed({ changesMax: 40, cachedMax: 60 });
    const { found, operations, commitHash, log } = audited(blocks, { trustsPeer, store });
    store.close();
    const { sums: _sums, left: _left, ...rest } = expected;
    expect({ where, trustsPeer, found, operations, commitHash, log }).toEqual({ where, trustsPeer, ...rest });
    if (trustsPeer) continue;
    together.mockClear();
  }
  const times = together.mock.calls.length / 2;
  together.mockRestore();
  return times;
}

const postedBy = (ledger: Ledger, count: number): Sent[] =>
  Array.from({ length: count }, (_none, n) => ledger.posted(n + 1));

it('lots as gateways make and take them are looked at together, and nothing is wrong', () => {
  const random = randomBy(seed);
  const blocks = chainOf([first(), ...postedBy(new Ledger(random), 5)], random);
  expect([seed, audited(blocks, { trustsPeer: true }).found.flat()]).toEqual([seed, []]);
  expect(differing(blocks, `SEED=${seed}`)).toBe(5);
});

it.each(Object.entries(spoils))('finds the same with %s', (what, spoil) => {
  for (let round = 0; round < 4; round += 1) {
    const random = randomBy(seed + round);
    const transactions = postedBy(new Ledger(random), 4);
    spoil(transactions[2]!, random);
    differing(chainOf([first(), ...transactions], random), `${what}, SEED=${seed + round}`);
  }
});

it('finds the same where two transactions have one id', () => {
  for (let round = 0; round < 12; round += 1) {
    const random = randomBy(seed + round);
    const [one, ...others] = postedBy(new Ledger(random), 4) as [Sent, ...Sent[]];
    if (round % 2 === 0) spoils['a lot that is to mature']!(one, random);
    const again = { ...one, rows: one.rows.filter(() => random(3) > 0).map((each) => ({ ...each })) };
    const transactions = round % 3 === 0 ? [one, ...others, again] : [one, again, ...others];
    differing(chainOf([first(), ...transactions], random), `SEED=${seed + round}`);
  }
});

it('finds a lot that a second transaction of one id writes again, where the first one was looked at row by row', () => {
  const txId = txIdOf(1);
  const lot = lotKey({ account: accountOf(1), txId, number: '00000', points: 0 });
  const made = call('Points:Post', { operations: [] });
  const sent = (value: object): Sent => ({ txId, made, rows: [row(lot, value)] });
  const transactions = [first(), sent({ amount: '5', maturesOn: '2027-01-01' }), sent({ amount: '5' })];
  const blocks = chainOf(transactions, randomBy(seed));
  const found = audited(blocks, { trustsPeer: true }).found.flat();
  expect(found.map(({ text }) => text)).toContainEqual(expect.stringContaining('wrote a lot a second time'));
  differing(blocks, 'two with one id');
});

it(`finds the same in ${rounds} chains with this and that, SEED=${seed}`, () => {
  let together = 0;
  for (let round = 0; round < rounds; round += 1) {
    const random = randomBy(seed + round);
    const transactions = [first(), ...postedBy(new Ledger(random), 7)];
    for (const sent of transactions.slice(1))
      for (let times = random(3); times > 0; times -= 1) some(Object.values(spoils), random)(sent, random);
    if (random(4) === 0)
      transactions.splice(3, 0, { txId: txIdOf(50), made: call('Programs:Create'), rows: [programOf()] });
    together += differing(chainOf(transactions, random), `SEED=${seed + round} ROUNDS=1`);
  }
  expect(together).toBeGreaterThan(rounds);
});
