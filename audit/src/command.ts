/** `audit`: reads the blocks of a channel from a peer, recomputes the ledger, and prints what it found. */
import { existsSync } from 'node:fs';
import { type AuditArguments, readArguments, usage, UsageError } from './arguments.js';
import { auditPeers } from './audit-peers.js';
import { BlockAudit } from './block-audit.js';
import { type AuditConnection, readConnectionFile } from './connection-file.js';
import { readable } from './file-table.js';
import { connectPeer } from './peers.js';
import { formatReport, makeReport, type Report } from './report.js';
import { StateFile } from './state-file.js';
import { StateNotKept, StateUnreadable } from './store.js';

/** How far it is goes to stderr this often, what was found to stdout. */
const PROGRESS_EVERY_MS = 2_000;

const NOTHING_WRONG = 0;
const SOMETHING_WRONG = 1;
const CANNOT_BE_READ = 2;
const NO_ROOM = 3;

/**
 * @param knownConnection where there is one without a file
 * @returns the exit code: 0 when nothing is wrong, 1 when something is, 2 when the ledger or what an earlier audit kept cannot be read, or there
 *   is not what was asked about, 3 when what has to be remembered cannot be kept
 */
export async function runAudit(typed: readonly string[], knownConnection?: () => AuditConnection): Promise<number> {
  try {
    const asked = readArguments(typed);
    if (asked === 'help') {
      console.log(usage);
      return NOTHING_WRONG;
    }
    const connection = connectionFor(asked, knownConnection);
    const report = await audit(asked, { ...connection, ...(asked.firstBlock && { firstBlock: asked.firstBlock }) });
    console.log(formatReport(report, asked.format));
    if (report.findings.length > 0) return SOMETHING_WRONG;
    return report.unknownProgram === undefined ? NOTHING_WRONG : CANNOT_BE_READ;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof StateNotKept) {
      console.error(`The audit cannot go on, as what it remembers cannot be kept: ${reason}\n${whereItIsKept(typed)}`);
      return NO_ROOM;
    }
    if (error instanceof StateUnreadable) {
      console.error(
        `What an earlier audit kept cannot be read: ${reason}\nWith another file, or none, this one begins anew.`,
      );
      return CANNOT_BE_READ;
    }
    console.error(error instanceof UsageError ? `${reason}\n\n${usage}` : `The ledger cannot be audited: ${reason}`);
    return CANNOT_BE_READ;
  }
}

function connectionFor({ connectionPath }: AuditArguments, known?: () => AuditConnection): AuditConnection {
  if (connectionPath !== undefined) return readConnectionFile(connectionPath);
  if (known === undefined) throw new UsageError('--connection is missing');
  return known();
}

async function audit(asked: AuditArguments, connection: AuditConnection): Promise<Report> {
  const { channel, chaincode, firstBlock } = connection;
  const state = asked.statePath === undefined ? StateFile.unnamed() : openState(asked.statePath, asked.from);
  const connected = connection.peers.map((address) => connectPeer(connection, address));
  try {
    const recomputed = new BlockAudit({
      chaincode,
      firstBlock,
      store: state,
      liabilityOf: asked.liability,
      about: asked.about,
    });
    const from = recomputed.next;
    if (asked.from !== undefined && asked.from !== from) {
      throw new UsageError(`--from is ${asked.from}, but ${asked.statePath} goes on at block ${from}`);
    }
    const known = recomputed.end?.firstBlock;
    if (known !== undefined && firstBlock !== undefined && known !== firstBlock.toLowerCase()) {
      throw new UsageError(`${asked.statePath} is of the channel whose first block is ${known}`);
    }
    const [read, ...witnesses] = connected;
    if (read === undefined) throw new UsageError('there is no peer to read from');
    const onBlock = progress();
    const testimonies = await auditPeers({ audit: recomputed, read, witnesses, onBlock });
    const firstBlockWasGiven = firstBlock !== undefined;
    const about = { channel, chaincode, firstBlockWasGiven, from, readFrom: read.mspId, witnesses: testimonies };
    return makeReport({ audit: recomputed, ...about });
  } finally {
    for (const peer of connected) peer.close();
    state.close();
  }
}

/** For whoever has to make room. */
function whereItIsKept(typed: readonly string[]): string {
  return typed.some((argument) => argument === '--state' || argument.startsWith('--state='))
    ? 'It is kept in the file of --state.'
    : 'It is kept in a file without a name in the folder that TMPDIR says, or in /var/tmp.';
}

/**
 * Looked through before anything of it is believed: what is damaged in a table that is read little would be found late, or never.
 *
 * @throws UsageError when there is nothing to go on from; StateUnreadable where its pages do not hang together
 */
function openState(path: string, from: number | undefined): StateFile {
  if (from !== undefined && from > 0 && !existsSync(path)) {
    throw new UsageError(`${path} is not there: no earlier audit is known that ended before block ${from}`);
  }
  const state = readable(() => new StateFile(path));
  try {
    state.check();
    return state;
  } catch (error) {
    state.abandon();
    throw error;
  }
}

function progress(): (number: number, height: number) => void {
  let toldAt = performance.now();
  return (number, height) => {
    if (number + 1 < height && performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    process.stderr.write(`  blocks: ${number + 1} of ${height}\n`);
  };
}
