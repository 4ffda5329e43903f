/** What the auditor is told of a disclosed figure: what exactly matches the ledger, or does not. */
import type { Disclosure, Figure } from '@commonpoint/catalogue';
import {
  checkDisclosure,
  figureHash,
  type WritesOf,
} from '../../../gateway-api/src/subjects/disclosures/check-disclosure.js';

const figure: Figure = {
  owner: 'HarborMSP',
  period: '2026-10',
  name: 'margin',
  value: '-40500',
  salt: 'a'.repeat(32),
  revision: 2,
};
const later: Figure = { ...figure, value: '7', salt: 'b'.repeat(32), revision: 3 };
const disclosureOf = (shown: Figure): Disclosure => ({
  id: 'd-1',
  figure: shown,
  source: 'history',
  disclosedAt: '2026-11-23T09:30:00.000Z',
  txId: 'd'.repeat(64),
});
const write = (blockNumber: number, written?: Figure) => ({
  blockNumber,
  txId: String(blockNumber).repeat(64).slice(0, 64),
  valueHash: written && figureHash(written),
});
/** The ledger's writes of one figure. */
const ledger =
  (...writes: ReturnType<typeof write>[]): WritesOf =>
  (period, name) =>
    period === figure.period && name === figure.name ? writes : [];
const check = (shown: Figure, state: Figure | undefined, writes: WritesOf) =>
  checkDisclosure(disclosureOf(shown), state && figureHash(state), writes);

test('what the state has is current', () => {
  const checked = check(figure, figure, ledger(write(4, figure)));
  expect(checked).toMatchObject({ verdict: 'current', written: { blockNumber: 4 }, hash: figureHash(figure) });
  expect(checked.finding).toBe('The hash is that of margin of 2026-10 in the ledger’s state, written in block 4.');
});

test('what the state has is current before the block is known too', () => {
  expect(check(figure, figure, ledger())).toMatchObject({ verdict: 'current', written: undefined });
});

test('what was replaced is superseded, and by which block', () => {
  const checked = check(figure, later, ledger(write(4, figure), write(9, later)));
  expect(checked).toMatchObject({ verdict: 'superseded', written: { blockNumber: 4 }, ended: { blockNumber: 9 } });
  expect(checked.ledgerHash).toBe(figureHash(later));
  expect(checked.finding).toMatch(/as written in block 4, which block 9 replaced with another value/);
});

test('what was purged is proved from the blocks', () => {
  const checked = check(figure, undefined, ledger(write(4, figure), write(9)));
  expect(checked).toMatchObject({ verdict: 'removed', written: { blockNumber: 4 }, ended: { blockNumber: 9 } });
  expect(checked.finding).toMatch(/the figure was removed in block 9/);
});

test('what has expired is proved from the blocks, where nothing tells of its end', () => {
  const checked = check(figure, undefined, ledger(write(4, figure)));
  expect(checked).toMatchObject({ verdict: 'removed', ended: undefined });
  expect(checked.finding).toMatch(/has expired since/);
});

test('an altered value was never on the ledger, and both hashes are named', () => {
  const forged = { ...figure, value: '1' };
  const checked = check(forged, figure, ledger(write(4, figure)));
  expect(checked).toMatchObject({ verdict: 'altered', differs: undefined, written: undefined });
  expect(checked.finding).toContain(figureHash(forged));
  expect(checked.finding).toContain(`block 4 wrote ${figureHash(figure)}`);
  expect(checked.finding).toContain('The value, its label or its salt');
});

test.each<[string, Partial<Figure>, RegExp]>([
  ['revision', { revision: 5 }, /what revision 2 said, not 5/],
  ['revision', { revision: Number.MAX_SAFE_INTEGER }, /what revision 2 said/],
])('another %s is found out', (differs, change, finding) => {
  const checked = check({ ...figure, ...change }, figure, ledger(write(4, figure)));
  expect(checked).toMatchObject({ verdict: 'altered', differs });
  expect(checked.finding).toMatch(finding);
});

test.each<[string, Partial<Figure>, RegExp]>([
  ['period', { period: '2026-09' }, /never recorded margin of 2026-09\. It is the margin of 2026-10, not of 2026-09/],
  ['name', { name: 'pointsCost' }, /never recorded pointsCost of 2026-10\. It is the margin of the month/],
])('another %s is found out', (differs, change, finding) => {
  const checked = check({ ...figure, ...change }, undefined, ledger(write(4, figure)));
  expect(checked).toMatchObject({ verdict: 'unknown', differs });
  expect(checked.finding).toMatch(finding);
});

test('what nobody ever recorded is unknown', () => {
  const checked = check(figure, undefined, ledger());
  expect(checked).toMatchObject({ verdict: 'unknown', differs: undefined });
  expect(checked.finding).toBe('HarborMSP never recorded margin of 2026-10.');
});

test('a month of figures that all were amended hides none of them', () => {
  const writes = ledger(write(4, figure), write(5), write(6, figure), write(9, later));
  expect(check(figure, later, writes)).toMatchObject({ verdict: 'superseded', written: { blockNumber: 6 } });
});
