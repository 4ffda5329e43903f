/**
 * What each transaction may change of an account, as its custodian asked for it: whatever the member has to sign is signed by the key
 * in force and is the next change, a lock ends after its own delay, and a recovery is in force after the one that was set with the key.
 */
import { isSignedBy, type MemberKey } from './member-signature.js';

const HOUR_MS = 3_600_000;
/** Where nothing was chosen. */
const LOCK_HOURS = 24;
const RECOVERY_HOURS = 72;

type Fields = Readonly<Record<string, unknown>>;
/** What of a change of a row is looked at here. */
interface Changed {
  readonly call: string;
  readonly parts: readonly string[];
  readonly before: Fields | undefined;
  readonly row: Fields | undefined;
  readonly argument: () => Fields;
  readonly time: number;
}
interface Lock {
  readonly since: string;
  readonly delayHours: number;
  readonly unlocksAt?: string;
}
interface Account {
  readonly accountId: string;
  readonly custodian: string;
  readonly publicKey?: MemberKey;
  readonly recoveryHours?: number;
  readonly recovery?: { readonly publicKey: MemberKey; readonly announcedAt: string; readonly inForceAt: string };
  readonly locks?: Readonly<Partial<Record<'member' | 'custodian', Lock>>>;
  readonly signedChanges?: number;
  readonly merged?: readonly string[];
}
type Asked = Fields & { readonly authorization?: { nonce: string; expiresAt: string; signature: string } };

/** One change of an open account. */
interface Changing {
  readonly before: Account;
  readonly row: Account;
  readonly asked: Asked;
  readonly timeMs: number;
  /** Whether the transaction is about this account, and not the one that it is merged into. */
  readonly isAbout: boolean;
  readonly isInto: boolean;
  readonly fields: readonly string[];
}

/** Members of the request that are no part of what is signed. */
const unsigned: ReadonlySet<string> = new Set(['accountId', 'authorization', 'references', 'unnamed', 'revision']);
const ends = ['references', 'locks', 'recovery', 'publicKey', 'recoveryHours', 'reasonHash', 'status', 'signedChanges'];

/** What goes over to the account that another one is merged into. */
const into: ReadonlySet<string> = new Set([
  'references',
  'merged',
  'clawbacks',
  'termsOfUse',
  'status',
  'reasonHash',
  'revision',
]);

/** By transaction: what of the row it may change, and whether it may do so like this. */
const rules: Readonly<
  Record<string, { readonly fields: readonly string[]; readonly may?: (of: Changing) => boolean }>
> = {
  // What is open already is left as it is, but for what its member accepts.
  Open: { fields: ['termsOfUse'] },
  AcceptTermsOfUse: { fields: ['termsOfUse'] },
  SetStatus: { fields: ['status', 'reasonHash'] },
  SetPublicKey: { fields: ['publicKey', 'recoveryHours'], may: ({ before }) => before.publicKey === undefined },
  AddReference: { fields: ['references'] },
  RemoveReference: { fields: ['references'] },
  Lock: { fields: ['locks', 'signedChanges'], may: isLocking },
  Unlock: { fields: ['locks', 'signedChanges'], may: isUnlocking },
  RotateKey: {
    fields: ['publicKey', 'recoveryHours', 'recovery', 'signedChanges'],
    may: (of) =>
      isSigned('rotate-key', of) && isSame(of.row.publicKey, of.asked['publicKey']) && of.row.recovery === undefined,
  },
  AnnounceRecovery: { fields: ['publicKey', 'recovery'], may: isRecovering },
  WithdrawRecovery: {
    fields: ['recovery', 'signedChanges'],
    may: (of) => isSigned('withdraw-recovery', of) && of.row.recovery === undefined,
  },
  Merge: {
    fields: [...ends, 'clawbacks', 'termsOfUse', 'mergedInto', 'merged'],
    may: (of) =>
      of.isAbout
        ? !isLocked(of) && isSignedIfKeyed('merge', of)
        : of.isInto && of.fields.every((field) => into.has(field)) && tellsWhatCame(of),
  },
  Erase: { fields: [...ends, 'erasure'], may: (of) => !isLocked(of) && isSignedIfKeyed('erase', of) },
};

/** Whether a transaction of the custodian may change an open account from what it was to what it is. */
export function mayChangeAccount(
  { call, parts, before, row, argument, time }: Changed,
  fields: readonly string[],
): boolean {
  const rule = rules[call.slice('Accounts:'.length)];
  if (rule === undefined || !fields.every((field) => field === 'revision' || rule.fields.includes(field))) return false;
  const asked = argument() as Asked;
  const [id = ''] = parts;
  const [isAbout, isInto] = [asked['accountId'] === id, asked['intoAccountId'] === id];
  const of = { ...(before as unknown as Account), accountId: id };
  return (
    rule.may?.({ before: of, row: row as unknown as Account, asked, timeMs: time, isAbout, isInto, fields }) ?? true
  );
}

function keyAt({ publicKey, recovery }: Account, timeMs: number): MemberKey | undefined {
  return recovery !== undefined && Date.parse(recovery.inForceAt) <= timeMs ? recovery.publicKey : publicKey;
}

/** One that was merged into it stands there behind those before; the ones that came with it in between. */
function tellsWhatCame({ before, row, asked }: Changing): boolean {
  const [earlier, now] = [before.merged ?? [], row.merged ?? []];
  return (
    earlier.every((accountId, at) => now[at] === accountId) &&
    now.length > earlier.length &&
    now.at(-1) === asked['accountId']
  );
}

function isSignedIfKeyed(kind: string, of: Changing): boolean {
  return keyAt(of.before, of.timeMs) === undefined || isSigned(kind, of);
}

/** By the key in force, and as the next change. */
function isSigned(kind: string, { before, row, asked, timeMs }: Changing): boolean {
  const key = keyAt(before, timeMs);
  const sequence = (before.signedChanges ?? 0) + 1;
  const isNext = asked['sequence'] === sequence && row.signedChanges === sequence;
  if (key === undefined || asked.authorization === undefined || !isNext) return false;
  const content = Object.fromEntries(Object.entries(asked).filter(([field]) => !unsigned.has(field)));
  const change = { ...content, kind, authorization: asked.authorization };
  return isSignedBy(key, before, change as never, new Date(timeMs).toISOString());
}

const holds = (lock: Lock | undefined, timeMs: number): lock is Lock =>
  lock !== undefined && (lock.unlocksAt === undefined || timeMs < Date.parse(lock.unlocksAt));

const isLocked = ({ before: { locks }, timeMs }: Changing): boolean =>
  holds(locks?.member, timeMs) || holds(locks?.custodian, timeMs);

/** Whose lock it is about; the other one stays as it is. */
function sideOf({ before, row, asked }: Changing): 'member' | 'custodian' | undefined {
  const [side, other] =
    asked.authorization === undefined ? (['custodian', 'member'] as const) : (['member', 'custodian'] as const);
  return isSame(before.locks?.[other], row.locks?.[other]) ? side : undefined;
}

/** Locking again never makes the delay shorter. */
function isLocking(of: Changing): boolean {
  const side = sideOf(of);
  const lock = side && of.row.locks?.[side];
  if (side === undefined || lock === undefined || lock.unlocksAt !== undefined) return false;
  if (side === 'member' && !isSigned('lock', of)) return false;
  const before = of.before.locks?.[side];
  const standing = holds(before, of.timeMs) ? before.delayHours : undefined;
  const asked = of.asked['delayHours'] as number | undefined;
  return lock.delayHours === Math.max(asked ?? standing ?? LOCK_HOURS, standing ?? 0);
}

function isUnlocking(of: Changing): boolean {
  const side = sideOf(of);
  const [before, lock] = [side && of.before.locks?.[side], side && of.row.locks?.[side]];
  if (side === undefined || before === undefined || lock?.delayHours !== before.delayHours) return false;
  if (side === 'member' && !isSigned('unlock', of)) return false;
  const earliest = of.timeMs + before.delayHours * HOUR_MS;
  return before.unlocksAt === undefined
    ? Date.parse(lock.unlocksAt ?? '') === earliest
    : lock.unlocksAt === before.unlocksAt;
}

/** A key that was recovered before takes its place; the one that is announced waits for its time. */
function isRecovering({ before, row, asked, timeMs }: Changing): boolean {
  const inForce = keyAt(before, timeMs);
  if (inForce === undefined || !isSame(row.publicKey, inForce)) return false;
  if (row.recovery === undefined) return isSame(inForce, asked['publicKey']);
  const isPending = before.recovery !== undefined && isSame(before.publicKey, inForce);
  if (isPending) return isSame(row.recovery, before.recovery);
  const { publicKey, announcedAt, inForceAt } = row.recovery;
  const delayMs = (before.recoveryHours ?? RECOVERY_HOURS) * HOUR_MS;
  return (
    isSame(publicKey, asked['publicKey']) &&
    Date.parse(announcedAt) === timeMs &&
    Date.parse(inForceAt) === timeMs + delayMs
  );
}

/** Rows have their fields in order, requests as their client wrote them. */
function isSame(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_field, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
