/** What is typed after `audit`. */
import { parseArgs } from 'node:util';
import type { Subject } from './asked-about.js';

export type ReportFormat = 'text' | 'json' | 'csv';

export interface AuditArguments {
  readonly connectionPath: string | undefined;
  readonly statePath: string | undefined;
  readonly from: number | undefined;
  readonly firstBlock: string | undefined;
  /** A programme of which the liability is reported. */
  readonly liability: string | undefined;
  /** What is reported by itself. */
  readonly about: Subject | undefined;
  readonly format: ReportFormat;
}

/** What was typed cannot be done. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const usage = `Usage: audit [--connection FILE] [--state FILE] [--from BLOCK] [--first-block SHA256] [--liability PROGRAM]
             [--account ID | --program ID | --operation MSPID/ID] [--json | --csv]

  --connection FILE     the peers to ask and the identity to ask as, as JSON (see audit/README.md)
  --state FILE          what this audit remembers for the next one, which then reads new blocks only
  --from BLOCK          the block to begin at: with --state, the one after the last that was audited
  --first-block SHA256  the channel's first block by its hash, as it was agreed on
  --liability PROGRAM   also what a programme owes, by month of issue; not with --state
  --account ID          one account by itself: its points, and the operations on it; not with --state
  --program ID          one programme by itself; not with --state
  --operation MSPID/ID  one operation of an organisation by itself; not with --state
  --json, --csv         the report as JSON, or as CSV

Ends with 0 if nothing is wrong, 1 if something is, 2 if the ledger or the state file cannot be read or there is no such
programme, 3 if what it has to remember cannot be kept (without --state in the folder of TMPDIR, or /var/tmp).`;

/** @throws UsageError */
export function readArguments(typed: readonly string[]): AuditArguments | 'help' {
  const { values } = parsed(typed);
  if (values.help === true) return 'help';
  if (values.json === true && values.csv === true) throw new UsageError('there is --json or --csv, not both');
  const firstBlock = values['first-block'];
  if (firstBlock !== undefined && !/^[0-9a-f]{64}$/i.test(firstBlock)) {
    throw new UsageError(`--first-block is a SHA-256 in hexadecimal, not "${firstBlock}"`);
  }
  if (values.from !== undefined && !/^\d{1,15}$/.test(values.from)) {
    throw new UsageError(`--from is the number of a block, not "${values.from}"`);
  }
  if (values.state === '') throw new UsageError('--state is the name of a file, not ""');
  const from = values.from === undefined ? undefined : Number(values.from);
  if (from !== undefined && from > 0 && values.state === undefined) {
    throw new UsageError('--from needs --state: what came before a block is known from an earlier audit alone');
  }
  if (values.liability !== undefined && values.state !== undefined) {
    throw new UsageError('--liability needs all blocks from the first one on, so that it does not go with --state');
  }
  const about = subjectOf(values);
  if (about !== undefined && values.state !== undefined) {
    throw new UsageError(`--${about.kind} needs all blocks from the first one on, so that it does not go with --state`);
  }
  return {
    connectionPath: values.connection,
    statePath: values.state,
    from,
    firstBlock,
    liability: values.liability,
    about,
    format: values.json === true ? 'json' : values.csv === true ? 'csv' : 'text',
  };
}

/** @throws UsageError */
function subjectOf({
  account,
  program,
  operation,
}: Readonly<Partial<Record<Subject['kind'], string>>>): Subject | undefined {
  if ([account, program, operation].filter((each) => each !== undefined).length > 1) {
    throw new UsageError('there is one of --account, --program and --operation, not several');
  }
  if (account !== undefined) return { kind: 'account', accountId: account };
  if (program !== undefined) return { kind: 'program', programId: program };
  if (operation === undefined) return undefined;
  const [, mspId, id] = /^([^/]+)\/(.+)$/.exec(operation) ?? [];
  if (mspId === undefined || id === undefined) {
    throw new UsageError(
      `--operation is an organisation's MSP id and the operation's, as HarborMSP/ID, not "${operation}"`,
    );
  }
  return { kind: 'operation', mspId, id };
}

function parsed(typed: readonly string[]) {
  try {
    return parseArgs({
      args: [...typed],
      allowPositionals: false,
      options: {
        connection: { type: 'string' },
        state: { type: 'string' },
        from: { type: 'string' },
        'first-block': { type: 'string' },
        liability: { type: 'string' },
        account: { type: 'string' },
        program: { type: 'string' },
        operation: { type: 'string' },
        json: { type: 'boolean' },
        csv: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}
