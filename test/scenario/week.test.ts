/** The demonstration: a week at three merchants, interrupted and gone on with, and the next one after it. */
import { once } from 'node:events';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const WEEK_TIMEOUT_MS = 240_000;

describe('a week at three merchants', () => {
  let running: RunningConsortium;
  const started: (() => void)[] = [];

  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    for (const kill of started) kill();
    await running.stopAndRemove();
  }, START_TIMEOUT_MS);

  /** Resolves to what it said and its exit code; it is killed where it says `killAt`. */
  const demo = async ({ killAt, args = [] }: { killAt?: string; args?: string[] } = {}) => {
    const { child, kill } = running.demonstrate(args);
    started.push(kill);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (killAt !== undefined && output.includes(killAt)) kill();
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  };
  const shown = async (): Promise<string> => {
    const { code, output } = await demo();
    if (code !== 0) throw new Error(`ended with ${code}: ${output}`);
    return output;
  };
  const positionsOf = async (cycle: string) => {
    const { status, positions } = await running.as('auditor').get(`/v1/clearing/cycles/${cycle}`);
    return { status, points: positions.reduce((sum, { amount }) => sum + Number(amount), 0) };
  };

  it(
    'killed in the middle it is gone on with, nothing happens twice, and in the end all see the same',
    async () => {
      const first = await demo({ killAt: 'Day 4.' });
      expect(first.code).not.toBe(0);
      const [, cycle = ''] = /clearing cycle (\S+)\./.exec(first.output) ?? [];
      const output = await shown();
      expect(output).toContain('the week of 1997-01-06');
      expect(output).toContain('refused, HOLD_UNKNOWN');
      expect(output).toContain('The sum is zero.');
      expect(output).toContain('the same supply, the same positions.');
      // What was spent elsewhere at counters, by codes and by exchange, for a coffee, less what was taken back: once each.
      const elsewhere = 37 * (12 + 8) + 60 * (10 + 8) + 32 * (10 + 12);
      const total = elsewhere + (17 + 15 + 11) + 15 * 30 + 40 - 12;
      expect(await positionsOf(cycle)).toEqual({ status: 'closed', points: total });
    },
    WEEK_TIMEOUT_MS,
  );

  it(
    'run again it shows another week, in another part of the month',
    async () => {
      const output = await shown();
      expect(output).toContain('the week of 1997-01-13');
      expect(output).toMatch(/clearing cycle \d{4}-\d\d\.02\./);
    },
    WEEK_TIMEOUT_MS,
  );

  it('leaves a ledger that is true', () => expectLedgerTruth(running), WEEK_TIMEOUT_MS);

  it('takes no arguments', async () => {
    expect(await demo({ args: ['--rows', '5'] })).toMatchObject({ code: 2 });
  });
});
