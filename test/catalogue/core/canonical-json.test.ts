import fc from 'fast-check';
import type { Operation } from '../../../catalogue/src/index.js';
import { canonicalJson } from '../../../catalogue/src/core/canonical-json.js';
import { operationDigest } from '../../../chaincode/src/domain/core/digest.js';

describe('canonical JSON', () => {
  test.each([
    ['keys in order at every depth', { b: [{ d: 1, c: 'x' }], a: true }, '{"a":true,"b":[{"c":"x","d":1}]}'],
    ['absent fields left out', { a: undefined, b: null }, '{"b":null}'],
    ['text as JSON spells it', { a: '"\n\u0000é' }, '{"a":"\\"\\n\\u0000é"}'],
  ])('%s', (_name, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test.each([1.5, Number.NaN, Infinity, 2 ** 53])('refuses the number %p', (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });

  test('one spelling, in whatever order the fields came', () => {
    const fields = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,6}$/),
      fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.array(fc.string())),
    );
    fc.assert(
      fc.property(fields, (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual({ ...value });
      }),
    );
  });
});

describe('the digest of an operation', () => {
  const operation: Operation = {
    kind: 'issue',
    id: 'i-1',
    programId: 'harbor',
    accountId: 'HarborMSP:one-00001',
    amount: '5',
  };

  test.each([
    ['lanes', { lanes: [1] }],
    ['linked', { linked: true }],
  ])('does not depend on the hint %s', (_name, hint) => {
    expect(operationDigest({ ...operation, ...hint })).toBe(operationDigest(operation));
  });

  test.each([
    ['amount', { amount: '6' }],
    ['accountId', { accountId: 'HarborMSP:two-00001' }],
    ['campaign', { campaign: 'spring' }],
  ])('depends on %s', (_name, change) => {
    expect(operationDigest({ ...operation, ...change })).not.toBe(operationDigest(operation));
  });
});
