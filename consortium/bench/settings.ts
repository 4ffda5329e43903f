/** What is measured, for how long, how often. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { POST_OPERATIONS_MAX } from '@commonpoint/catalogue';
import { type LaunchableNetwork, readNetwork } from '../launcher/settings.js';
import { repositoryRoot } from '../launcher/repository.js';
import { Complaint } from '../terminal/complaint.js';
import type { BesideSettings } from './beside.js';

export interface BenchSettings {
  readonly network: LaunchableNetwork;
  /** Purchases imported per run; the whole file if undefined. */
  readonly rows: number | undefined;
  readonly runs: number;
  /** Of each closed-loop measure. */
  readonly durationMs: number;
  readonly clients: number;
  /** Whether gateways recompute blocks, as they do by default. */
  readonly isWatched: boolean;
  /** Given when what is measured is the closing of a cycle, and nothing else. */
  readonly closing: ClosingSettings | undefined;
  /** Given when what is measured is how lots that ended are retired. */
  readonly expiry: ExpirySettings | undefined;
  /** Whether what is measured is how operations go beside readers of events and webhooks. */
  readonly isOfReaders: boolean;
  /** Whether what is measured is redeeming elsewhere with a credit in force, beside without. */
  readonly isOfCredit: boolean;
  /** Given when what is measured is how rate and latency follow the number of clients, and a rate that is asked for. */
  readonly curve: CurveSettings | undefined;
  /** Given when what is measured is how a large ledger does. */
  readonly growth: GrowthSettings | undefined;
  /** Given when what is measured is how the explorer answers. */
  readonly explorer: ExplorerSettings | undefined;
  /** Given when two benchmarks are to be run in turn. */
  readonly beside: BesideSettings | undefined;
}

export interface CurveSettings {
  /** Numbers of clients that each wait for their answers. */
  readonly clients: readonly number[];
  /** Operations a second that fall due whether or not earlier ones were answered. */
  readonly rates: readonly number[];
  readonly rounds: number;
  /** A revision of this repository that is measured in turn with it. */
  readonly against: string | undefined;
  /** Of each measure. */
  readonly durationMs: number;
}

export interface ExpirySettings {
  readonly lots: number;
  /** Of other traffic before. */
  readonly durationMs: number;
}

export interface GrowthSettings {
  /** Purchases that are made up and imported. */
  readonly rows: number;
}

export interface ExplorerSettings {
  /** Of the ledger that is asked about. */
  readonly operations: number;
  /** Questions of each kind. */
  readonly reads: number;
  /** How often the console is looked at, each time in a new browser. */
  readonly consoleRounds: number;
  /** Of each measure of other traffic. */
  readonly durationMs: number;
}

export interface ClosingSettings {
  /** Clearing rows of the cycle. */
  readonly rows: number;
  /** Programmes that they are of: each transaction makes two rows of each. */
  readonly programs: number;
  /** Of each measure of other traffic. */
  readonly durationMs: number;
}

const USAGE = `npm run bench takes --quick and --unwatched; or --beside FOLDER, another checkout that is built, or --watch-cost, both \
with --rounds N (3) and --quick; or --curve with --against REVISION and --rounds N (3); or --readers; or --credit; or --expiry with --lots N (1000000); or --growth with --rows N (10000000); or --explorer with --operations N (20000); or --close with --rows N (1000000) and --programs N (50, at most 250).`;
const ROUNDS = 3;
const LOTS = 1_000_000;
const GROWTH_ROWS = 10_000_000;
const EXPLORER_OPERATIONS = 20_000;
const CLOSING_ROWS = 1_000_000;
const CLOSING_PROGRAMS = 50;
/** Two operations for each are as many as one transaction may have. */
const CLOSING_PROGRAMS_MAX = POST_OPERATIONS_MAX / 2;

/** `--quick` is for trying the benchmark itself: its numbers are too short to be quoted. @throws Complaint */
export function readBenchSettings(args: readonly string[], environment: NodeJS.ProcessEnv): BenchSettings {
  const options = readOptions(args);
  const { quick = false } = options;
  return {
    network: readNetwork(environment['NETWORK']),
    rows: quick ? 5_000 : undefined,
    runs: quick ? 1 : 3,
    durationMs: quick ? 3_000 : 10_000,
    clients: 64,
    isWatched: options.unwatched !== true,
    isOfReaders: options.readers === true,
    isOfCredit: options.credit === true,
    curve:
      options.curve === true
        ? {
            clients: [16, 64, 256, 1_024],
            rates: [50, 100, 200, 400, 800, 1_600],
            rounds: readCount(options.rounds, quick ? 1 : ROUNDS, 100),
            against: options.against,
            durationMs: quick ? 3_000 : 10_000,
          }
        : undefined,
    beside: besideIn(options),
    expiry:
      options.expiry === true
        ? { lots: readCount(options.lots, LOTS, 10_000_000), durationMs: quick ? 3_000 : 10_000 }
        : undefined,
    growth: options.growth === true ? { rows: readCount(options.rows, GROWTH_ROWS, 100_000_000) } : undefined,
    explorer:
      options.explorer === true
        ? {
            operations: readCount(options.operations, EXPLORER_OPERATIONS, 100_000_000),
            reads: quick ? 50 : 500,
            consoleRounds: quick ? 2 : 5,
            durationMs: quick ? 1_000 : 5_000,
          }
        : undefined,
    closing:
      options.close === true
        ? {
            rows: readCount(options.rows, CLOSING_ROWS, 1_000_000_000),
            programs: readCount(options.programs, CLOSING_PROGRAMS, CLOSING_PROGRAMS_MAX),
            durationMs: quick ? 3_000 : 10_000,
          }
        : undefined,
  };
}

function besideIn({ beside, rounds, quick = false, ...options }: ReturnType<typeof readOptions>) {
  const isOfWatch = options['watch-cost'] === true;
  if (beside === undefined && !isOfWatch) return undefined;
  const args = quick ? ['--quick'] : [];
  const here = { name: isOfWatch ? 'watched' : 'this', folder: repositoryRoot, args };
  const other = isOfWatch
    ? { name: 'unwatched', folder: repositoryRoot, args: [...args, '--unwatched'] }
    : { name: 'beside', folder: resolve(beside!), args };
  return { rounds: readCount(rounds, ROUNDS, 100), sides: [other, here] } as const satisfies BesideSettings;
}

function readOptions(args: readonly string[]) {
  const options = {
    quick: { type: 'boolean' },
    unwatched: { type: 'boolean' },
    beside: { type: 'string' },
    'watch-cost': { type: 'boolean' },
    rounds: { type: 'string' },
    curve: { type: 'boolean' },
    against: { type: 'string' },
    expiry: { type: 'boolean' },
    readers: { type: 'boolean' },
    credit: { type: 'boolean' },
    growth: { type: 'boolean' },
    explorer: { type: 'boolean' },
    operations: { type: 'string' },
    lots: { type: 'string' },
    close: { type: 'boolean' },
    rows: { type: 'string' },
    programs: { type: 'string' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { close, beside, rounds, unwatched } = values;
    const isInTurn = beside !== undefined || values['watch-cost'] === true;
    const { readers, credit, curve, growth, explorer } = values;
    const alone = [readers, credit, curve, growth, explorer].filter((asked) => asked === true).length;
    if (alone > 1 || (alone === 1 && (values.expiry === true || close === true || isInTurn)))
      throw new Complaint(USAGE, 2);
    if (values.expiry !== true ? values.lots !== undefined : close === true || isInTurn) throw new Complaint(USAGE, 2);
    if (explorer !== true && values.operations !== undefined) throw new Complaint(USAGE, 2);
    if (close !== true && values.programs !== undefined) throw new Complaint(USAGE, 2);
    if (close !== true && values.growth !== true && values.rows !== undefined) throw new Complaint(USAGE, 2);
    if (beside !== undefined && values['watch-cost'] === true) throw new Complaint(USAGE, 2);
    if (values.curve !== true && values.against !== undefined) throw new Complaint(USAGE, 2);
    if (isInTurn || values.curve === true ? close === true || unwatched === true : rounds !== undefined)
      throw new Complaint(USAGE, 2);
    return values;
  } catch (error) {
    if (error instanceof Complaint) throw error;
    throw new Complaint(USAGE, 2);
  }
}

function readCount(text: string | undefined, otherwise: number, max: number): number {
  if (text === undefined) return otherwise;
  const count = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count <= max)) throw new Complaint(USAGE, 2);
  return count;
}
