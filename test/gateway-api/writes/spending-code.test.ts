import { createSecretKey } from 'node:crypto';
import { preimage } from '@commonpoint/catalogue';
import { spendingCodeOf } from '../../../gateway-api/src/spending-code.js';

const key = createSecretKey(Buffer.from('a key'));

test('a code is what the ledger takes for a preimage: six digits, and a salt of 128 bits', () => {
  const code = spendingCodeOf(key, 'op-1');
  expect(code).toMatch(/^\d{6}\.[A-Za-z0-9_-]{22}$/);
  expect(preimage.parse(code)).toBe(code);
});

test('one key and one operation give one code', () => {
  expect(spendingCodeOf(key, 'op-1')).toBe(spendingCodeOf(key, 'op-1'));
  const others = [spendingCodeOf(key, 'op-2'), spendingCodeOf(createSecretKey(Buffer.from('b key')), 'op-1')];
  expect(new Set([spendingCodeOf(key, 'op-1'), ...others]).size).toBe(3);
});
