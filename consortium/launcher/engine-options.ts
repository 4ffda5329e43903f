/** How the engine is set up for several programs on one machine that are busy from the first second on. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const options: readonly string[] = [
  // A gateway's young objects live for as long as a transaction is under way: with room for them the engine collects a
  // fifth less.
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
  // Half a dozen programs, each with four threads beside its own, would be in each other's way.
  `--v8-pool-size=${Math.min(4, Math.max(1, availableParallelism() - 1))}`,
];

/** Names that another version of the engine may not know any more. */
const furtherOptions: readonly string[] = [
  // Of a few thousand operations a sixth of all processor time went into compiling functions anew that were hardly asked again.
  '--invocation-count-for-maglev=1000',
  '--invocation-count-for-turbofan=6000',
  // Buffers of messages count as old: with less than this, all memory is looked through for each 40 MiB of them.
  '--initial-old-space-size=128',
];

const isKnown = (further: readonly string[]): boolean =>
  spawnSync(process.execPath, [...further, '--version']).status === 0;

let areKnown: boolean | undefined;

/** An engine that does not know an option does not start at all: it is asked before. */
export function engineOptions(further?: readonly string[]): readonly string[] {
  if (further !== undefined) return isKnown(further) ? [...options, ...further] : options;
  areKnown ??= isKnown(furtherOptions);
  return areKnown ? [...options, ...furtherOptions] : options;
}
