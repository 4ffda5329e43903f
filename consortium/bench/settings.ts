/** What is measured, for how long, how often. */
import { launchableNetworks, type LaunchableNetwork } from '../settings.js';
import { Complaint } from '../complaint.js';

export interface BenchSettings {
  readonly network: LaunchableNetwork;
  /** Purchases imported per run; the whole file if undefined. */
  readonly rows: number | undefined;
  readonly runs: number;
  /** Of each closed-loop measure. */
  readonly durationMs: number;
  readonly clients: number;
}

/** `--quick` is for trying the benchmark itself: its numbers are too short to be quoted. */
export function readBenchSettings(args: readonly string[], environment: NodeJS.ProcessEnv): BenchSettings {
  const unknown = args.find((arg) => arg !== '--quick');
  if (unknown !== undefined) throw new Complaint(`npm run bench knows only --quick, not ${unknown}.`, 2);
  const network = launchableNetworks.find((known) => known === (environment['NETWORK'] ?? 'embedded'));
  if (network === undefined) throw new Complaint('NETWORK must be embedded or native.', 2);
  const quick = args.includes('--quick');
  return {
    network,
    rows: quick ? 5_000 : undefined,
    runs: quick ? 1 : 3,
    durationMs: quick ? 3_000 : 10_000,
    clients: 64,
  };
}
