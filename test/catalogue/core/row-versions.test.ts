/** Rows of two versions are one in programs; the audit reads them by code of its own, and must read the same. */
import fc from 'fast-check';
import { canonicalJson, presentRow, rowKinds, rowsRead, storedRow } from '@commonpoint/catalogue';
import { presentRow as auditedRow, rowsRead as auditedRows } from '../../../audit/src/present-row.js';
import { saidByKey } from '../../../catalogue/src/core/row-versions.js';
import chaincode from '../../../chaincode/package.json';

const account = {
  accountId: 'HarborMSP:alice-0001',
  custodian: 'HarborMSP',
  kind: 'member',
  status: 'active',
  openedAt: '2026-11-23T08:00:00.000Z',
};
const key = ['account', account.accountId];
const versions = Array.from({ length: rowsRead.newest - rowsRead.oldest + 1 }, (_, at) => rowsRead.oldest + at);
const readers = [
  ['programs', presentRow],
  ['the audit', auditedRow],
] as const;

describe.each(readers)('%s', (_who, read) => {
  it.each(versions)('read an account of version %i', (version) => {
    const stored = JSON.parse(canonicalJson(storedRow('account', account, version))) as object;
    expect(Object.hasOwn(stored, 'accountId')).toBe(version < 9);
    expect(read(key, stored)).toEqual(account);
  });

  it('leaves what is in the present shape, is no row or of another kind as it is', () => {
    for (const [parts, stored] of [
      [key, account],
      [key, { ...account, accountId: 'another' }],
      [key, 'text'],
      [key, null],
      [key, [account]],
      [['lot', 'a', 'p', '2027-01-01', 't', '00000'], { amount: '5' }],
      [['no-such-kind', 'x'], { a: 1 }],
      [['constructor', 'x'], { a: 1 }],
      [[], { a: 1 }],
    ] as const)
      expect(read(parts, stored)).toBe(stored);
  });
});

it('every kind that stands in another shape comes back from each version, and is read once and for all', () => {
  const kinds = Object.entries(rowKinds).flatMap(([type, kind]) =>
    'stored' in kind ? [[type, kind.key] as const] : [],
  );
  expect(kinds.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.constantFrom(...versions),
      fc.array(fc.stringMatching(/^[!-~]{1,40}$/), { minLength: 5, maxLength: 5 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue()),
      ([type, names], version, texts, more) => {
        const parts = [type, ...names.map((_name, at) => texts[at]!)];
        const row = { ...more, ...Object.fromEntries(names.map((name, at) => [name, texts[at]])) };
        const stored = JSON.parse(JSON.stringify(storedRow(type, row, version))) as unknown;
        const whole = JSON.parse(JSON.stringify(row)) as unknown;
        for (const [, read] of readers) {
          expect(read(parts, stored)).toEqual(whole);
          const once = read(parts, stored);
          expect(read(parts, once)).toBe(once);
        }
      },
    ),
  );
});

it('a field that the key says is left out from its version on, whichever place it has there', () => {
  const shape = saidByKey('mspId', 1, 12);
  const row = { mspId: 'HarborMSP', vote: 'approve' };
  expect(shape.write(row, 11)).toBe(row);
  expect(shape.write(row, 12)).toEqual({ vote: 'approve' });
  expect(shape.read({ vote: 'approve' }, ['p-1', 'HarborMSP'])).toEqual(row);
});

it('chaincode, programs and audit say the same of what they read, and the newest is written', () => {
  expect(auditedRows).toEqual(rowsRead);
  expect(chaincode.rows).toEqual({ ...rowsRead, written: rowsRead.newest });
});
