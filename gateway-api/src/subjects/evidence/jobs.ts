/**
 * Signs checkpoints of the log. Whoever finds that the log has grown and nobody has signed for a while says how it is now;
 * the others, who see that on the ledger, say the same of the same size, so that one checkpoint has the signatures of all.
 * What is signed is the gateway's own log: where another organisation says otherwise, that is told and not followed.
 */
import { postCheckpoint, setLogKey, type LogCheckpoint, type Role } from '@commonpoint/catalogue';
import type { Gateway } from '../../gateway.js';
import type { Job } from '../../jobs/periodically.js';
import type { Log } from '../../log.js';
import { organizationQueries } from '../organizations/reads.js';
import type { CreateJob } from '../subject.js';
import { isOf } from './proof-file.js';
import { evidenceQueries } from './reads.js';

const LOOKED_EVERY_MS = 5_000;
/** So many looks after the newest checkpoint the log is signed anew, if it has grown. */
const LOOKS_BETWEEN = 12;

export const signCheckpoints: CreateJob = (gateway, log, everyMs = LOOKED_EVERY_MS): Job => {
  let wasCaughtUp = false;
  return {
    name: 'sign-checkpoints',
    pauseMs: () => everyMs,
    async run() {
      await gateway.ledgerConfirmed;
      // In a file that is read again there is less than was signed before; later a disk that is full may keep it behind, and what it has is signed.
      wasCaughtUp ||= await gateway.caughtUp();
      if (wasCaughtUp) await signOnce(gateway, log, everyMs);
    },
  };
};

async function signOnce(gateway: Gateway, log: Log, everyMs: number): Promise<void> {
  gateway.otherLogs.look();
  // The ledger takes no other one.
  if (gateway.otherLogs.has(gateway.mspId)) return;
  const role = speakerOf(gateway);
  const origin = gateway.receiptLog.name;
  if (role === undefined || origin === undefined || gateway.receiptLog.tree.size === 0) return;
  const { mspId, secrets, transactions } = gateway;
  const { keysOf, newestOf } = gateway.projection.of(evidenceQueries);
  const keys = keysOf(mspId)?.keys;
  if (keys === undefined) {
    const { publicKey } = secrets.logKey(0);
    await transactions.run(role, setLogKey, { publicKey });
    log.info({ publicKey }, 'A key for checkpoints of the log was registered');
    return;
  }
  const key = secrets.logKey(keys.length - 1);
  if (keys.at(-1)!.publicKey !== key.publicKey) {
    log.warn({ registered: keys.at(-1) }, 'Checkpoints are signed with another key than this gateway has');
    return;
  }
  const before = newestOf(mspId);
  const size = sizeToSign(gateway, before, everyMs * LOOKS_BETWEEN, everyMs);
  if (size === undefined) return;
  // Whoever signed what is no log can never sign again.
  const tree = gateway.receiptLog.committed();
  const head = { origin, size, root: tree.root(size).toString('base64') };
  const time = Math.floor(Date.now() / 1000);
  const proof = tree.consistencyProof(before?.size ?? 0, size).map((hash) => hash.toString('base64'));
  const signed = { ...head, time, publicKey: key.publicKey, signature: key.sign(head, time) };
  await transactions.run(role, postCheckpoint, { ...signed, proof });
}

/** As whom the gateway speaks for its organisation; undefined while that is no member. */
function speakerOf({ mspId, auditors, projection }: Gateway): Role | undefined {
  if (auditors.includes(mspId)) return 'auditor';
  const found = projection
    .of(organizationQueries)
    .organizations()
    .find((organization) => organization.mspId === mspId);
  return found === undefined || found.status === 'candidate'
    ? undefined
    : ({ merchant: 'admin', auditor: 'auditor', regulator: 'regulator' } as const)[found.kind];
}

/** The size that others have signed and this organisation has not; else, when its turn has come, that of the log. */
function sizeToSign(
  { mspId, projection, receiptLog: { tree } }: Gateway,
  before: LogCheckpoint | undefined,
  periodMs: number,
  turnMs: number,
): number | undefined {
  const { keys, checkpointsFrom } = projection.of(evidenceQueries);
  const signed = before?.size ?? 0;
  const all = checkpointsFrom(0);
  // Only what is so: a size that nobody else has right would be signed for nothing, and put off what is signed anew.
  const newest = all.find(isOf(tree));
  if (newest !== undefined && newest.size > signed) return newest.size;
  if (tree.size === signed) return undefined;
  const turn = keys().findIndex((each) => each.mspId === mspId);
  // The earliest word of several: who says a time to come holds nobody off.
  const times = all.flatMap(({ size, root, time }) =>
    size === newest?.size && root === newest.root ? time * 1000 : [],
  );
  const dueAt = newest === undefined ? 0 : Math.min(...times) + periodMs + turn * turnMs;
  return Date.now() >= dueAt ? tree.size : undefined;
}
