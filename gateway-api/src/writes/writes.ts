/** The write half of the gateway, as HTTP sees it. */
import { createHmac, type KeyObject } from 'node:crypto';
import {
  AUDITOR_MSP_ID,
  acceptRate,
  allotQuota,
  changeCap,
  closeCycle,
  createProgram,
  getAccount,
  getCycle,
  getReceipt,
  openAccounts,
  postPoints,
  setAccountStatus,
  setProgramStatus,
  setRateStatus,
  type Account,
  type CycleStatement,
  type RateReference,
  type Transaction,
} from '@commonpoint/catalogue';
import type { Endorsing } from '../channel/channel.js';
import type { TypedChannel } from '../channel/typed-channel.js';
import { Failure } from '../channel/failures.js';
import type { Writes } from '../ports.js';
import type { Written } from './results.js';
import type { Projection } from '../projection/queries.js';
import { LedgerTransactions, within } from './ledger-transactions.js';
import type { AccountOpening } from './open-accounts.js';
import type { PostOperations } from './post-operations.js';
import { spendingCodeOf } from './spending-code.js';

/** Hex digits of the pseudonym. */
const PSEUDONYM_DIGITS = 32;

export interface WritesParts {
  readonly mspId: string;
  readonly peer: TypedChannel;
  readonly projection: Projection;
  readonly posts: PostOperations;
  readonly accounts: AccountOpening;
  readonly transactions: LedgerTransactions;
  /** The organisation's secret that member references are hidden behind. */
  readonly pseudonymKey: KeyObject;
  /** The organisation's secret that spending codes are derived from. */
  readonly spendingCodeKey: KeyObject;
  /** Resolves when the projection has what the ledger had when the gateway was started. */
  readonly caughtUp: () => Promise<void>;
  /** Whether new work is refused because the gateway stops. */
  readonly isClosing: () => boolean;
}

export function createWrites(parts: WritesParts): Writes {
  const { mspId, peer, projection, posts, accounts, transactions, pseudonymKey, spendingCodeKey } = parts;
  const open = (): void => {
    if (parts.isClosing()) throw new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });
  };
  const same = <T>(reply: T): T => reply;

  return {
    async submitOperations(caller, operations, options) {
      open();
      return posts.submit(caller, operations, options);
    },

    async operation(caller, operationId) {
      const known = posts.find(operationId);
      if (known) return known;
      const receipt = await peer.evaluate(getReceipt, { mspId, operationId }, caller.role);
      return { operationId, state: 'committed', kind: receipt.kind, txId: receipt.txId, receipt };
    },

    async receiptBefore(operationId) {
      await parts.caughtUp();
      return projection.receipt(mspId, operationId)?.receipt;
    },

    accountIdOf: (memberRef) => pseudonymOf(mspId, pseudonymKey, memberRef),
    spendingCodeOf: (operationId) => spendingCodeOf(spendingCodeKey, operationId),

    async openAccount(caller, account, { waitMs }): Promise<Written<Account>> {
      open();
      const opened = accounts.open(caller.role, account).then(async ({ existed, txId }): Promise<Written<Account>> => {
        const { accountId } = account;
        // One that was opened elsewhere a moment ago may not be in the projection yet.
        const value = projection.account(accountId) ?? (await peer.evaluate(getAccount, { accountId }, caller.role));
        return { state: 'committed', txId, existed, value };
      });
      return within(waitMs, opened, () => ({ state: 'submitted', final: opened }));
    },

    async createProgram(caller, request, options) {
      open();
      return transactions.write(caller.role, createProgram, request, options, same);
    },
    async changeCap(caller, programId, cap, options) {
      open();
      return transactions.write(caller.role, changeCap, { programId, cap }, options, same);
    },
    async setProgramStatus(caller, programId, status, options) {
      open();
      return transactions.write(caller.role, setProgramStatus, { programId, status }, options, same);
    },
    async allotQuota(caller, programId, grants, options) {
      open();
      return transactions.write(caller.role, allotQuota, { programId, grants: [...grants] }, options, same);
    },
    async setAccountStatus(caller, accountId, status, reason, options) {
      open();
      const request = { accountId, status, ...(reason === undefined ? {} : { reason }) };
      return transactions.write(caller.role, setAccountStatus, request, options, same);
    },

    async submitTransaction(caller, entry, request, { privateInput, ...options }) {
      open();
      if (entry.mode !== 'submit' || otherwise.has(entry.name)) throw new TypeError(`${entry.name} goes another way`);
      return transactions.write(caller.role, entry, request, options, same, privateInput);
    },

    confidentialDigest: (content) => confidentialDigestOf(pseudonymKey, content),

    async closeCycle(caller, cycle, { waitMs }): Promise<Written<CycleStatement>> {
      open();
      // A cycle that is closed stays as it is: nothing would be written.
      if (projection.cycleStatus(cycle) === 'closed') {
        return { state: 'committed', existed: true, value: await peer.evaluate(getCycle, { cycle }, caller.role) };
      }
      let now: Written<CycleStatement> = { state: 'submitted' };
      const close = async (): Promise<Written<CycleStatement>> => {
        for (;;) {
          const { txId, reply } = await transactions.run(
            caller.role,
            closeCycle,
            { cycle },
            {
              progress: (state, id) => (now = { state, txId: id }),
            },
          );
          const { more, ...value } = reply;
          if (!more) return { state: 'committed', txId, value };
          if (parts.isClosing()) return { state: 'submitted', txId };
        }
      };
      const closed = close();
      return within(waitMs, closed, () => ({ ...now, final: closed }));
    },
  };
}

/** Entries that have a way of their own: recorded and grouped, or repeated until they are done. */
const otherwise: ReadonlySet<string> = new Set([postPoints.name, openAccounts.name, closeCycle.name]);

/**
 * Who endorses. Transactions with private input say it themselves: nobody else may see it. Any other asks for two
 * merchants, and for the issuer of what it changes: rows of programmes and their lanes ask for their issuer; for a
 * programme that is the caller itself, as nobody else may change it. Accepting and withdrawing a rate write the lanes
 * of the target, whose issuer may be the other party.
 */
export function endorsersOf(
  { name, endorsers }: Transaction,
  request: unknown,
  parties: { readonly mspId: string; readonly issuerOf: (programId: string) => string | undefined },
): Omit<Endorsing, 'privateInput'> {
  if (endorsers !== undefined) {
    const { counterparty } = request as { counterparty: string };
    const chosen = { caller: [parties.mspId], auditor: [AUDITOR_MSP_ID], pair: [parties.mspId, counterparty] };
    return { exactly: chosen[endorsers] };
  }
  const { targetProgramId, status } = request as Partial<RateReference & { status: string }>;
  const writesLanes = name === acceptRate.name || (name === setRateStatus.name && status === 'withdrawn');
  const issuer = writesLanes && targetProgramId !== undefined ? parties.issuerOf(targetProgramId) : undefined;
  return issuer === undefined ? {} : { required: [issuer] };
}

/** The organisation's MSP id, a colon, and 32 hex digits of HMAC-SHA256(the organisation's secret, reference). */
export function pseudonymOf(mspId: string, key: KeyObject, memberRef: string): string {
  return `${mspId}:${createHmac('sha256', key).update(memberRef).digest('hex').slice(0, PSEUDONYM_DIGITS)}`;
}

/**
 * What stands for confidential content where it is compared and must not be kept, as behind an `Idempotency-Key`. Without
 * the organisation's secret nobody can try values against it.
 */
export function confidentialDigestOf(key: KeyObject, content: unknown): string {
  return createHmac('sha256', key)
    .update(`confidential\n${JSON.stringify(content)}`)
    .digest('hex');
}
