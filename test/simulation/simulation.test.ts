/**
 * Three merchants do all that can be done, at once and with accidents, by a seed; every reply, every block and every
 * final figure is what an independent model says. SIMULATION_SEED and SIMULATION_STEPS run one again; STEPS that many.
 */
import { judge } from './judge.js';

/** As part of all tests: always the same steps. A long run takes a seed of its own, unless it is told one. */
const SHORT = 300;
const steps = Number(process.env['SIMULATION_STEPS'] ?? SHORT);
const seed = Number(process.env['SIMULATION_SEED'] ?? (steps > SHORT ? Math.floor(Math.random() * 1e9) : 11));
/** Each run of so many begins anew, so that a failure is soon seen again. */
const STEPS_OF_A_RUN = 1_000;
const runs = Math.ceil(steps / STEPS_OF_A_RUN);

/** Of all runs together: a single one may commit little, where a programme was suspended early. */
let committed = 0;

test.each(Array.from({ length: runs }, (_, n) => seed + n))(
  `every reply, block and figure is the model's (seed %i)`,
  async (each) => {
    const length = Math.min(STEPS_OF_A_RUN, steps);
    const { answers, accidents } = await judge(each, length);
    process.stderr.write(
      `simulation: seed ${each}, ${length} steps, ${JSON.stringify(answers)}, ${JSON.stringify(accidents)}\n`,
    );
    committed += answers['committed'] ?? 0;
  },
  600_000,
);

test('more than a fifth of all steps took effect', () => {
  expect(committed).toBeGreaterThan(steps / 5);
});
