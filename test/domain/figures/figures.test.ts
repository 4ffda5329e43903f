/** What becomes of a month's figures. */
import fc from 'fast-check';
import { FIGURE_REQUESTS_MAX, figureNames, monthsBetween, type FigureInput } from '@commonpoint/catalogue';
import {
  decideAmend,
  decidePurge,
  decideRecord,
  findRequest,
  type FiguresChange,
  type FiguresRow,
} from '../../../chaincode/src/domain/figures/figures.js';
import { Refusal } from '../../../chaincode/src/domain/core/refusal.js';

const month = { owner: 'HarborMSP', period: '2026-10' };
const figure = (name: string, value = '1'): FigureInput => ({ name, value, salt: '0'.repeat(32) });
const must = (decision: FiguresChange | Refusal): FiguresChange => {
  if (decision instanceof Refusal) throw new Error(decision.detail);
  return decision;
};
const recorded = must(decideRecord(undefined, month, 'f-1', [figure('margin'), figure('pointsCost')])).row;

test('names stand in the catalogue’s order, whatever the order in which they came', () => {
  expect(recorded.names).toEqual(['pointsCost', 'margin']);
  const { row } = must(
    decideAmend(recorded, { ...month, revision: 1 }, 'f-2', [figure('line-01'), figure('breakageEstimate')]),
  );
  expect(row.names).toEqual(['pointsCost', 'breakageEstimate', 'margin', 'line-01']);
});

test('a purge names what is there', () => {
  expect(decidePurge(recorded, month, 'f-2', ['line-01'])).toMatchObject({ code: 'FIGURES_UNKNOWN' });
  expect(must(decidePurge(recorded, month, 'f-2', undefined))).toMatchObject({
    row: { names: [], revision: 2 },
    purged: ['pointsCost', 'margin'],
    figures: [],
  });
  expect(decidePurge(undefined, month, 'f-2', undefined)).toMatchObject({ code: 'FIGURES_UNKNOWN' });
});

test('the outline holds nothing of what was said', () => {
  expect(JSON.stringify(must(decideRecord(undefined, month, 'f-1', [figure('margin', '713713')])).row)).not.toMatch(
    /713713|0{32}/,
  );
});

test('revisions count up by one, and the last requests are remembered, in whatever order things happen', () => {
  const names = fc.uniqueArray(fc.constantFrom(...figureNames), { minLength: 1, maxLength: 5 });
  const step = fc.oneof(
    names.map((given) => ({ kind: 'amend' as const, given })),
    names.map((given) => ({ kind: 'purge' as const, given })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let row: FiguresRow = recorded;
      const held = new Set(recorded.names);
      steps.forEach(({ kind, given }, index) => {
        const id = `s-${index}`;
        const there = given.filter((name) => held.has(name));
        const { row: next } = must(
          kind === 'amend'
            ? decideAmend(
                row,
                { ...month, revision: row.revision },
                id,
                given.map((name) => figure(name)),
              )
            : decidePurge(row, month, id, there),
        );
        for (const name of kind === 'amend' ? given : []) held.add(name);
        for (const name of kind === 'purge' ? there : []) held.delete(name);
        expect(next.revision).toBe(row.revision + 1);
        expect(findRequest(next, id)).toMatchObject({ revision: next.revision });
        expect(next.names).toEqual(figureNames.filter((name) => held.has(name)));
        expect(next.requests.length).toBeLessThanOrEqual(FIGURE_REQUESTS_MAX);
        row = next;
      });
    }),
  );
});

test.each([
  ['2026-10', '2026-10', ['2026-10']],
  ['2026-11', '2027-02', ['2026-11', '2026-12', '2027-01', '2027-02']],
  ['2026-11', '2026-10', []],
])('the months from %s to %s', (from, to, months) => {
  expect(monthsBetween(from, to)).toEqual(months);
});

test('a span beyond what is allowed ends one month after it', () => {
  expect(monthsBetween('2000-01', '9999-12')).toHaveLength(25);
});
