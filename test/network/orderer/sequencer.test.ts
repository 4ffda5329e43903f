import { parseDurationMs } from '../../../network/config/go-duration.js';
import { type BatchLimits, batchLength } from '../../../network/embedded/orderer/batch-limits.js';
import { Sequencer } from '../../../network/embedded/orderer/sequencer.js';

const limits: BatchLimits = { messagesMax: 3, preferredBytesMax: 100, absoluteBytesMax: 1000, timeoutMs: 60 };
const envelope = (size = 1) => new Uint8Array(size);
const soon = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('how many messages go into the next block', () => {
  test.each([
    ['one', [10], 1],
    ['all that fit', [10, 20], 2],
    ['no more than the maximum count', [1, 1, 1, 1], 3],
    ['no more than the preferred bytes', [60, 30, 20], 2],
    ['one that is larger than preferred, alone', [150, 1], 1],
  ])('%s', (_name, sizes, expected) => {
    expect(batchLength(sizes, limits)).toBe(expected);
  });
});

describe('durations as Go writes them', () => {
  test.each([
    ['200ms', 200],
    ['2s', 2000],
    ['1m30s', 90_000],
    ['0.5s', 500],
  ])('%s', (text, expected) => {
    expect(parseDurationMs(text)).toBeCloseTo(expected);
  });

  test.each(['', '5', '1 s', 'soon'])('%p is refused', (text) => {
    expect(() => parseDurationMs(text)).toThrow('is no duration');
  });
});

describe('the sequencer', () => {
  /** A sequencer whose followers are done when the test says so. */
  function sequence(options: Partial<{ limits: BatchLimits; fail: boolean }> = {}) {
    const blocks: number[] = [];
    let followersDone: () => void = () => undefined;
    const sequencer = new Sequencer({
      limits: () => options.limits ?? limits,
      newest: () => ({ header: { number: blocks.length } }) as never,
      writeBlock: async (envelopes) => {
        if (options.fail) throw new Error('the disk is full');
        blocks.push(envelopes.length);
      },
      awaitFollowers: () => new Promise((resolve) => (followersDone = resolve)),
    });
    return { sequencer, blocks, followersAreDone: () => followersDone() };
  }

  test('with nothing in flight, a transaction is written at once', async () => {
    const { sequencer, blocks, followersAreDone } = sequence();
    await sequencer.submit(envelope());
    expect(blocks).toEqual([1]);
    followersAreDone();
    await sequencer.close();
  });

  test('while a block is being committed the next one fills', async () => {
    const { sequencer, blocks, followersAreDone } = sequence({ limits: { ...limits, timeoutMs: 10_000 } });
    await sequencer.submit(envelope());
    const waiting = [sequencer.submit(envelope()), sequencer.submit(envelope())];
    await soon();
    expect(blocks).toEqual([1]);
    followersAreDone();
    await Promise.all(waiting);
    expect(blocks).toEqual([1, 2]);
    followersAreDone();
    await sequencer.close();
  });

  test('after a block of many, one that comes first waits a moment for the others', async () => {
    const { sequencer, blocks, followersAreDone } = sequence({ limits: { ...limits, messagesMax: 6 } });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => sequencer.submit(envelope())));
    followersAreDone();
    const first = sequencer.submit(envelope());
    await new Promise(setImmediate);
    const others = [1, 2].map(() => sequencer.submit(envelope()));
    await Promise.all([first, ...others]);
    expect(blocks).toEqual([6, 3]);
    followersAreDone();
    await sequencer.close();
  });

  test('it does not wait for long when nobody comes', async () => {
    const { sequencer, blocks, followersAreDone } = sequence({
      limits: { ...limits, messagesMax: 6, timeoutMs: 10_000 },
    });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => sequencer.submit(envelope())));
    followersAreDone();
    await sequencer.submit(envelope());
    expect(blocks).toEqual([6, 1]);
    await sequencer.close();
  });

  test('a full block does not wait for followers', async () => {
    const { sequencer, blocks } = sequence({ limits: { ...limits, timeoutMs: 10_000 } });
    await sequencer.submit(envelope());
    await Promise.all([1, 2, 3].map(() => sequencer.submit(envelope())));
    expect(blocks).toEqual([1, 3]);
    await sequencer.close();
  });

  test('followers that do not keep up delay a block by no more than BatchTimeout', async () => {
    const { sequencer, blocks } = sequence();
    await sequencer.submit(envelope());
    await sequencer.submit(envelope());
    expect(blocks).toEqual([1, 1]);
    await sequencer.close();
  });

  test('a block that cannot be written fails its transactions, and the next one is tried', async () => {
    const options = { fail: true };
    const { sequencer, blocks } = sequence(options);
    await expect(sequencer.submit(envelope())).rejects.toThrow('the disk is full');
    options.fail = false;
    await sequencer.submit(envelope());
    expect(blocks).toEqual([1]);
    await sequencer.close();
  });

  test('closing writes what is waiting and refuses the rest', async () => {
    const { sequencer, blocks } = sequence({ limits: { ...limits, timeoutMs: 10_000 } });
    await sequencer.submit(envelope());
    const last = sequencer.submit(envelope());
    await sequencer.close();
    await last;
    expect(blocks).toEqual([1, 1]);
    await expect(sequencer.submit(envelope())).rejects.toThrow('stopping');
  });
});
