/** Anchors, whose proofs the audit recomputes by the definition. */
import { Anchors } from '../../audit/src/anchors.js';
import { FoundSoFar } from '../../audit/src/findings.js';
import { inMemory } from '../../audit/src/store.js';
import { checkpointOf, keyOf, treeOf } from '../support/signed-log.js';

const tree = treeOf(40);
const other = treeOf(40, 'another log');
type Step = [size: number, before: number, more?: { of?: typeof tree; sequence?: number; proof?: string[] }];

/** What is said of the last one. */
function told(...steps: (Step | 'deleted')[]): string {
  const found = new FoundSoFar();
  const anchors = new Anchors(found, inMemory());
  let last = '';
  steps.forEach((step, at) => {
    const key = ['anchor', 'HarborMSP', 'details-1'];
    if (step === 'deleted') anchors.apply('t', [{ key }], { name: 'Evidence:Anchor', argument: '{}' });
    else {
      const [size, before, { of = tree, sequence = at + 1, proof } = {}] = step;
      const said = checkpointOf(keyOf('HarborMSP'), of, { size, before });
      const argument = JSON.stringify({ proof: proof ?? said.proof });
      anchors.apply('t', [{ key, value: { sequence, size, root: said.root } }], { name: 'Evidence:Anchor', argument });
    }
    last = found
      .take()
      .map(({ text }) => text)
      .join();
  });
  return last;
}

it('says nothing of a log that goes on, from any size to any other', () => {
  for (let before = 1; before < 40; before++) {
    for (let size = before + 1; size <= 40; size++) expect(told([before, 0], [size, before])).toBe('');
  }
});

it.each([
  [
    'forks',
    'does not continue',
    [
      [23, 0],
      [40, 23, { of: other }],
    ],
  ],
  [
    'comes with another proof',
    'does not continue',
    [
      [23, 0],
      [40, 23, { proof: [] }],
    ],
  ],
  [
    'shrinks',
    'is of 22 leaves, after 23',
    [
      [23, 0],
      [22, 22],
    ],
  ],
  [
    'is another one of the same size',
    'is of 23 leaves, after 23',
    [
      [23, 0],
      [23, 23, { of: other }],
    ],
  ],
  [
    'leaves out a number',
    'is number 3, after 1',
    [
      [23, 0],
      [40, 23, { sequence: 3 }],
    ],
  ],
  ['is deleted', 'was deleted', [[23, 0], 'deleted']],
] as [string, string, (Step | 'deleted')[]][])('finds one that %s', (_what, what, steps) => {
  expect(told(...steps)).toContain(what);
});
