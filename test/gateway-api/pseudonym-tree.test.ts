/** Secrets of which each can be destroyed alone: by the definition of what is left, and by what it costs. */
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { PLACE_DIGITS, secretAt, without, type TreeNode } from '../../gateway-api/src/pseudonym-tree.js';
import { Pseudonyms } from '../../gateway-api/src/pseudonyms.js';
import { createSecrets } from '../../gateway-api/src/secrets.js';

const root = randomBytes(16).toString('hex');
/** Few digits that differ, so that places have long beginnings in common. */
const place = fc.stringMatching(new RegExp(`^[0-1a-b]{${PLACE_DIGITS}}$`));

it('gives all secrets but the destroyed ones, and what is left holds nothing that leads to these', () => {
  fc.assert(
    fc.property(fc.uniqueArray(place, { minLength: 2, maxLength: 20 }), fc.nat(), (places, many) => {
      const destroyed = places.slice(0, (many % places.length) + 1);
      const left = destroyed.reduce<TreeNode>((tree, each) => without(tree, each), root);
      for (const each of places)
        expect(secretAt(left, each)).toBe(destroyed.includes(each) ? undefined : secretAt(root, each));
      const kept = JSON.stringify(left);
      // Every node of the tree above a destroyed leaf would give it.
      for (const each of destroyed.flatMap((leaf) => [...above(leaf), secretAt(root, leaf)!]))
        expect(kept).not.toContain(each);
    }),
    { numRuns: 30 },
  );
});

it('destroys twice what it destroyed once', () => {
  const once = without(root, '0'.repeat(PLACE_DIGITS));
  expect(without(once, '0'.repeat(PLACE_DIGITS))).toEqual(once);
});

it('opens another account for the same reference, again and again, and leaves others as they are', () => {
  const pseudonyms = new Pseudonyms({ id: root, root });
  const secrets = createSecrets('HarborMSP', Buffer.from('a'), Buffer.from('b'), pseudonyms);
  const other = secrets.accountIdOf('m-2');
  const ids = new Set<string>();
  for (let times = 0; times < 4; times += 1) {
    ids.add(secrets.accountIdOf('m-1'));
    pseudonyms.destroy(secrets.placeOf('m-1'));
  }
  expect(ids.size).toBe(4);
  expect(secrets.accountIdOf('m-2')).toBe(other);
  expect(secrets.accountIdOf(' M-1 ')).not.toBe(secrets.accountIdOf('m-2'));
});

it('does not let reasons about an erased account be guessed either', () => {
  const pseudonyms = new Pseudonyms({ id: root, root });
  const secrets = createSecrets('HarborMSP', Buffer.from('a'), Buffer.from('b'), pseudonyms);
  const about = { accountId: 'HarborMSP:1', reason: 'fraud of Ms Smith' };
  const { hash } = secrets.saltedReason(about);
  expect(secrets.saltedReason(about).hash).toBe(hash);
  pseudonyms.destroy(secrets.placeOfReasons(about.accountId));
  expect(secrets.saltedReason(about).hash).not.toBe(hash);
});

it('keeps what is to be destroyed until it is, in one step; a disk that is full changes nothing', () => {
  const saved: string[] = [];
  let isFull = false;
  const pseudonyms = new Pseudonyms({ id: root, root }, (text) => {
    if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    saved.push(text);
  });
  const [one, two] = ['1', '2'].map((digit) => digit.repeat(PLACE_DIGITS)) as [string, string];
  pseudonyms.begin('HarborMSP:3f2a9c51', [one], '2026-11-23T00:00:00.000Z');
  pseudonyms.begin('HarborMSP:3f2a9c51', [two], '2026-11-23T00:00:00.000Z');
  expect(pseudonyms.erasing).toMatchObject([{ accountId: 'HarborMSP:3f2a9c51', places: [one, two] }]);
  isFull = true;
  expect(() => pseudonyms.finish('HarborMSP:3f2a9c51')).toThrow(
    expect.objectContaining({ code: 'STORAGE_UNAVAILABLE' }),
  );
  expect(pseudonyms.secretAt(one)).toBeDefined();
  isFull = false;
  const again = new Pseudonyms(JSON.parse(saved.at(-1)!.split('\n')[0]!) as { id: string; root: TreeNode });
  again.finish('HarborMSP:3f2a9c51');
  expect([again.erasing, again.secretAt(one), again.secretAt(two)]).toEqual([[], undefined, undefined]);
});

/** The nodes of the whole tree above a leaf, from the root on. */
function above(leaf: string): string[] {
  const found = [root];
  for (const digit of leaf.slice(0, -1))
    found.push(
      createHash('sha256')
        .update(found.at(-1)! + digit)
        .digest('hex')
        .slice(0, 32),
    );
  return found;
}
