/** Of keys of kinds that never had a policy nothing is looked up: what comes of it is the same, whatever keys are called. */
import { beginOf, commitInput, type ValuedKeys } from '../../audit/src/commit-input.js';
import type { WriteSet } from '../../audit/src/write-sets.js';
import { randomBy } from '../support/malformed-bytes.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const keys = [
  ...['', 'a', 'ab', 'ab\u0000', 'ab\u0000c', 'ab\u0000c\u0000', 'ab\u0000c\u0000d', '\u0000', '\u0000\u0000'],
  ...['\u0000\u0000x\u0000', '\u0000lot', '\u0000lot\u0000', '\u0000lot\u0000a\u0000', '\u0000lot\u0000b\u0000'],
  ...['\u0000lots\u0000a\u0000', '\u0000quota\u0000a\u0000', '\u0000quota\u0000b\u0000'],
];
const names = ['points', '_lifecycle', 'p\u0000q', 'p\u0000q\u0000r', ''];

class ByBegin extends Map<string, Uint8Array> implements ValuedKeys {
  readonly begins = new Set<string>();

  override set(name: string, value: Uint8Array): this {
    this.begins.add(beginOf(name));
    return super.set(name, value);
  }

  mayHaveAny(begin: string): boolean {
    return this.begins.has(begin);
  }
}

it(`comes to the same, SEED=${seed}`, () => {
  const random = randomBy(seed);
  const some = <T>(all: readonly T[]): T => all[random(all.length)]!;
  const [plain, byBegin] = [new Map<string, Uint8Array>(), new ByBegin()];
  for (let block = 1; block < 3_000; block += 1) {
    const sets = Array.from({ length: 1 + random(3) }, (): WriteSet => {
      const writes = Array.from({ length: random(8) }, () => ({
        key: some(keys),
        value: random(4) === 0 ? undefined : Uint8Array.of(random(256)),
      }));
      const given = writes.filter(() => random(4) === 0).map(({ key }) => ({ key, policy: Uint8Array.of(1) }));
      return { namespace: some(names), collection: '', writes, policies: given };
    });
    const of = (valued: ValuedKeys): unknown => {
      const transactions = [{ index: 0, transaction: { sets } }];
      return commitInput(block, Uint8Array.of(0), transactions, new Uint8Array(), valued).map((each) => [...each]);
    };
    expect([block, of(byBegin)]).toEqual([block, of(plain)]);
    expect([block, [...byBegin]]).toEqual([block, [...plain]]);
  }
  expect(plain.size).toBeGreaterThan(0);
});
