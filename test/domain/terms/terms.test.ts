/** Agreeing on terms: who may bring a version into which state, and what makes two spellings the same. */
import fc from 'fast-check';
import { commercialTerms, type TermsRecord } from '@commonpoint/catalogue';
import { Refusal } from '../../../chaincode/src/domain/core/refusal.js';
import {
  agreedVersions,
  decideAcceptTerms,
  decideProposeTerms,
  decideWithdrawTerms,
  holdsFor,
  partiesOf,
  privateHash,
  spellTerms,
  type TermsPair,
} from '../../../chaincode/src/domain/terms/terms.js';
import { NOW } from '../points/points-world.js';

const parties = partiesOf('HarborMSP', 'CityParkMSP');
const hash = 'a'.repeat(64);
const record = (version: number, status: TermsRecord['status']): TermsRecord => ({
  parties,
  version,
  status,
  hash,
  proposedBy: 'HarborMSP',
  proposedAt: NOW,
});
const terms = {
  validFrom: '2026-11',
  prices: [
    { programId: 'harbor', price: '900000' },
    { programId: 'citypark', price: '0', pointsMax: '100' },
  ],
  fees: [{ payer: 'HarborMSP', basisPoints: 25, perCycle: '0' }],
};
const salt = '0123456789abcdef0123456789abcdef';
const codeOf = (decision: object) => (decision instanceof Refusal ? decision.code : 'fine');

test('a pair is the same whoever asks', () => {
  expect(partiesOf('CityParkMSP', 'HarborMSP')).toEqual(['CityParkMSP', 'HarborMSP']);
  expect(parties).toEqual(['CityParkMSP', 'HarborMSP']);
});

describe('proposing', () => {
  const pairOf = (newest: number): TermsPair => ({ parties, newest });
  const propose = (
    pair: TermsPair | undefined,
    existing: TermsRecord | undefined,
    newest: TermsRecord | undefined,
    asked: { version: number; hash?: string; by?: string },
  ) =>
    decideProposeTerms(
      pair,
      existing,
      newest,
      { parties, version: asked.version, hash: asked.hash ?? hash },
      { by: asked.by ?? 'HarborMSP', at: NOW },
    );

  test.each<[string, TermsRecord | undefined, TermsRecord | undefined, Parameters<typeof propose>[3], string]>([
    ['the first version', undefined, undefined, { version: 1 }, 'fine'],
    ['the second one first', undefined, undefined, { version: 2 }, 'TERMS_VERSION_WRONG'],
    ['the next one', undefined, record(1, 'accepted'), { version: 2, by: 'CityParkMSP' }, 'fine'],
    ['the next one after a withdrawn one', undefined, record(1, 'withdrawn'), { version: 2 }, 'fine'],
    ['with a gap', undefined, record(1, 'accepted'), { version: 3 }, 'TERMS_VERSION_WRONG'],
    ['while one is open', undefined, record(1, 'proposed'), { version: 2 }, 'TERMS_OPEN'],
    [
      'while one is open, by the other',
      undefined,
      record(1, 'proposed'),
      { version: 2, by: 'CityParkMSP' },
      'TERMS_OPEN',
    ],
    ['the same again', record(1, 'proposed'), record(1, 'proposed'), { version: 1 }, 'fine'],
    ['the same again when it is accepted', record(1, 'accepted'), record(1, 'accepted'), { version: 1 }, 'fine'],
    [
      'other content',
      record(1, 'proposed'),
      record(1, 'proposed'),
      { version: 1, hash: 'b'.repeat(64) },
      'TERMS_EXISTS',
    ],
    [
      'the same by the other',
      record(1, 'proposed'),
      record(1, 'proposed'),
      { version: 1, by: 'CityParkMSP' },
      'TERMS_EXISTS',
    ],
  ])('%s', (_name, existing, newest, asked, expected) => {
    const pair = newest && pairOf(newest.version);
    expect(codeOf(propose(pair, existing, newest, asked))).toBe(expected);
  });

  test('repeating changes nothing, and a version that was accepted stays so', () => {
    const accepted = { ...record(1, 'accepted'), acceptedAt: NOW };
    expect(propose({ ...pairOf(1), accepted: 1 }, accepted, accepted, { version: 1 })).toEqual({
      record: accepted,
      pair: { ...pairOf(1), accepted: 1 },
    });
    expect(propose({ ...pairOf(1), accepted: 1 }, undefined, accepted, { version: 2 })).toMatchObject({
      pair: { newest: 2, accepted: 1 },
    });
  });
});

describe('accepting and withdrawing', () => {
  test.each<[TermsRecord['status'], string, string, string | undefined, string]>([
    ['proposed', 'CityParkMSP', hash, hash, 'accepted'],
    ['proposed', 'HarborMSP', hash, hash, 'NOT_TERMS_PARTY'],
    ['proposed', 'CityParkMSP', 'b'.repeat(64), hash, 'TERMS_DIFFER'],
    ['proposed', 'CityParkMSP', hash, 'b'.repeat(64), 'TERMS_DIFFER'],
    ['proposed', 'CityParkMSP', 'b'.repeat(64), 'b'.repeat(64), 'TERMS_DIFFER'],
    ['proposed', 'CityParkMSP', hash, undefined, 'TERMS_DIFFER'],
    ['accepted', 'CityParkMSP', hash, hash, 'accepted'],
    ['accepted', 'CityParkMSP', 'b'.repeat(64), hash, 'TERMS_DIFFER'],
    ['superseded', 'CityParkMSP', hash, hash, 'superseded'],
    ['withdrawn', 'CityParkMSP', hash, hash, 'TERMS_NOT_OPEN'],
  ])('what is %s, by %s: %#', (status, by, offered, held, expected) => {
    const decision = decideAcceptTerms(record(1, status), offered, held, { by, at: NOW });
    expect(decision instanceof Refusal ? decision.code : decision.status).toBe(expected);
  });

  test.each<[TermsRecord['status'], string]>([
    ['proposed', 'withdrawn'],
    ['withdrawn', 'withdrawn'],
    ['accepted', 'TERMS_NOT_OPEN'],
    ['superseded', 'TERMS_NOT_OPEN'],
  ])('withdrawing what is %s: %s', (status, expected) => {
    const decision = decideWithdrawTerms(record(1, status), { by: 'CityParkMSP', at: NOW });
    expect(decision instanceof Refusal ? decision.code : decision.status).toBe(expected);
  });
});

describe('what is held', () => {
  test('is the same in whichever order prices and fees are named', () => {
    const fees = [...terms.fees, { payer: 'CityParkMSP', basisPoints: 0, perCycle: '5' }];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(terms.prices, { minLength: 2 }),
        fc.shuffledSubarray(fees, { minLength: 2 }),
        (p, f) => {
          const hashOf = (prices: typeof p, charged: typeof f) =>
            privateHash(spellTerms(parties, 1, { terms: { ...terms, prices, fees: charged }, salt }));
          expect(hashOf(p, f)).toBe(hashOf(terms.prices, fees));
        },
      ),
    );
  });

  test('differs by pair, version and salt', () => {
    const hashes = [
      spellTerms(parties, 1, { terms, salt }),
      spellTerms(partiesOf('HarborMSP', 'GreenMartMSP'), 1, { terms, salt }),
      spellTerms(parties, 2, { terms, salt }),
      spellTerms(parties, 1, { terms, salt: salt.replace('0', '1') }),
    ].map(privateHash);
    expect(new Set(hashes).size).toBe(4);
  });

  test('names nobody else as a payer', () => {
    const fees = [{ payer: 'GreenMartMSP', basisPoints: 1, perCycle: '0' }];
    expect(codeOf(spellTerms(parties, 1, { terms: { ...terms, fees }, salt }))).toBe('TERMS_PARTY_UNKNOWN');
  });

  test.each<[string, object]>([
    ['ends before it begins', { validUntil: '2026-10' }],
    ['names a programme twice', { prices: [terms.prices[0], { ...terms.prices[0], price: '1' }] }],
    ['names a payer twice', { fees: [terms.fees[0], terms.fees[0]] }],
    ['has a fee above all', { fees: [{ ...terms.fees[0], basisPoints: 10_001 }] }],
    ['has a fee in fractions', { fees: [{ ...terms.fees[0], basisPoints: 0.5 }] }],
    ['has a price below nothing', { prices: [{ programId: 'harbor', price: '-1' }] }],
    ['has a price in hexadecimal', { prices: [{ programId: 'harbor', price: '0x10' }] }],
    ['has an unknown field', { note: 'secret' }],
  ])('is refused when it %s', (_name, change) => {
    expect(commercialTerms.safeParse(terms).success).toBe(true);
    expect(commercialTerms.safeParse({ ...terms, ...change }).success).toBe(false);
  });
});

test('terms hold from the first cycle to the last one', () => {
  const limited = { ...terms, validUntil: '2027-01' };
  const cycles = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02'];
  expect(cycles.map((cycle) => holdsFor(limited, cycle))).toEqual([false, true, true, true, false]);
  expect(cycles.map((cycle) => holdsFor(terms, cycle))).toEqual([false, true, true, true, true]);
});

test.each<[object, boolean[]]>([
  // A month is meant with all the parts that it comes to have.
  [{ validFrom: '2026-11', validUntil: '2026-11' }, [true, true, true, false]],
  [{ validFrom: '2026-11.02', validUntil: '2026-11' }, [false, true, true, false]],
  [{ validFrom: '2026-11', validUntil: '2026-11.02' }, [true, true, false, false]],
])('terms with %j hold for parts of a month', (period, expected) => {
  const cycles = ['2026-11', '2026-11.02', '2026-11.03', '2026-12'];
  expect(cycles.map((cycle) => holdsFor({ ...terms, ...period }, cycle))).toEqual(expected);
});

test('what may hold for a cycle is what was accepted until its closing, newest first', () => {
  const records = [
    record(1, 'superseded'),
    record(2, 'withdrawn'),
    record(3, 'superseded'),
    record(4, 'accepted'),
    record(5, 'proposed'),
  ];
  expect(agreedVersions(records, 5)).toEqual([4, 3, 1]);
  expect(agreedVersions(records, 3)).toEqual([3, 1]);
});
