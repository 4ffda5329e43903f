/** The index's file: every name is found in all of its blocks, whatever was sorted, kept and opened again in between. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ChannelBlock } from '../../../gateway-api/src/channel/channel.js';
import { digestOf } from '../../../gateway-api/src/explorer/block-digest.js';
import { IndexFile } from '../../../gateway-api/src/explorer/index-file.js';
import { hashOfName, nameOfTransaction } from '../../../gateway-api/src/explorer/name-hash.js';

const folder = mkdtempSync(join(tmpdir(), 'explorer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const path = (): string => join(folder, `${++files}.db`);

const nothing = { validationCode: 0, hashedWrites: [] };
function blockWith(number: number, keys: readonly (readonly string[])[], valid = true): ChannelBlock {
  const writes = keys.map((key) => ({ key, value: Buffer.from('{}') }));
  const validationCode = valid ? 0 : 11;
  return {
    number,
    hash: String(number).padStart(64, '0'),
    time: number,
    transactions: [{ ...nothing, validationCode, txId: `tx${number}`, index: 0, writes: valid ? writes : [] }],
  };
}
const found = (file: IndexFile, name: readonly string[], before = Number.MAX_SAFE_INTEGER): number[] => [
  ...file.blocksWith(hashOfName(name, file.seed), before),
];
const END = Number.MAX_SAFE_INTEGER;

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ block: fc.subarray(names) }) },
    { weight: 2, arbitrary: fc.constant('save' as const) },
    { weight: 2, arbitrary: fc.constant('fold' as const) },
    { weight: 1, arbitrary: fc.constant('reopen' as const) },
  ),
  { maxLength: 60 },
);

it('has every name in all of its blocks, and in no others', () => {
  fc.assert(
    fc.property(steps, fc.nat(60), (done, before) => {
      const at = path();
      let file = IndexFile.open(at, 5);
      const blocks: string[][] = [];
      for (const step of done) {
        if (typeof step !== 'string') {
          file.take(
            digestOf(
              blockWith(
                blocks.length,
                step.block.map((name) => ['row', name]),
              ),
              file.seed,
            ),
          );
          blocks.push(step.block);
        } else if (step === 'save') file.save(3);
        else if (step === 'fold') file.fold();
        else {
          while (!file.isSaved) file.save(100);
          file.close();
          file = IndexFile.open(at, 5);
        }
      }
      expect(file.next).toBe(blocks.length);
      for (const name of names) {
        const expected = blocks.flatMap((written, number) =>
          written.includes(name) && number < before ? [number] : [],
        );
        expect(found(file, ['row', name], before)).toEqual(expected.reverse());
      }
      blocks.forEach((_written, number) => expect(found(file, nameOfTransaction(`tx${number}`))).toEqual([number]));
      const numbers = blocks.map((_written, number) => number).reverse();
      expect(file.lines(END, 1000).map(({ number }) => number)).toEqual(numbers);
      expect(file.lines(before, 3).map(({ number }) => number)).toEqual(
        numbers.filter((number) => number < before).slice(0, 3),
      );
      file.close();
    }),
    { numRuns: 60 },
  );
});

it('reads one or two pieces for a name, however much is in the runs', () => {
  const file = IndexFile.open(path(), 20_000);
  for (let number = 0; number < 40; number++) {
    const keys = Array.from({ length: 1_000 }, (_none, at) => ['row', `${number}-${at}`]);
    file.take(digestOf(blockWith(number, [...keys, ['row', 'in all']]), file.seed));
  }
  file.save(100);
  while (file.fold());
  expect(found(file, ['row', '17-3'])).toEqual([17]);
  expect(found(file, ['row', 'in all'])).toHaveLength(40);
  expect(found(file, ['row', 'in none'])).toEqual([]);
  file.close();
});

it('keeps one line of a block, with what is valid told apart', () => {
  const file = IndexFile.open(path());
  file.take(digestOf(blockWith(0, [['row', 'a']]), file.seed));
  file.take(digestOf(blockWith(1, [['row', 'a']], false), file.seed));
  expect(file.lines(END, 10)).toMatchObject([
    { number: 1, transactions: 1, validTransactions: 0 },
    { number: 0, transactions: 1, validTransactions: 1, hash: '0'.repeat(64) },
  ]);
  expect(found(file, ['row', 'a'])).toEqual([0]);
  expect(found(file, nameOfTransaction('tx1'))).toEqual([1]);
  file.close();
});

it('is thrown away where it is no index, or one of another version', () => {
  const at = path();
  writeFileSync(at, 'This is no database at all, and longer than a header.'.repeat(20));
  const file = IndexFile.open(at);
  expect(file.next).toBe(0);
  file.close();
});
