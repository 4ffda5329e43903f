/** What each operation comes to, and why it is refused: the first reason that docs/transactions.md lists and that holds. */
import { refusedByStatus, text } from './model-conditions.js';
import type { Receipted } from './model-debits.js';
import { consolidateLots, expirePoints, extendPoints } from './model-ends.js';
import { holdPoints, resolveHold } from './model-holds.js';
import { reverseOperation } from './model-reversals.js';
import { exchangePoints, redeemPoints, transferPoints } from './model-spending.js';
import { ModelState, type Done } from './model-state.js';
import { monthsLater } from './points-by-expiry.js';

export interface Asked {
  readonly kind: string;
  readonly id: string;
  readonly linked?: boolean;
  readonly [field: string]: unknown;
}
export interface By {
  readonly mspId: string;
  readonly role: string;
}
/** What came of an operation: done, with what is compared, or a code. */
export type Came = Done | string;

const forOperators = new Set(['transfer', 'reverse', 'expire', 'extend']);
const content = ({ linked: _linked, ...rest }: Asked): string => JSON.stringify(rest);

export class Model extends ModelState {
  /** An operation by itself. What the ledger says that it did settles which points it took. */
  do(by: By, asked: Asked, receipt?: Receipted): Came {
    if (Model.isBarred(by, asked)) return 'ROLE_NOT_ALLOWED';
    const id = `${by.mspId} ${asked.id}`;
    const before = this.done.get(id);
    if (before !== undefined) return before.content === content(asked) ? before : 'ID_CONFLICT';
    const came = this.#decide(by, asked, receipt);
    if (typeof came === 'string') return came;
    const done = { ...came, mspId: by.mspId, content: content(asked), kind: asked.kind };
    this.put(this.done, id, done);
    return done;
  }

  #decide(by: By, asked: Asked, receipt?: Receipted): Omit<Done, 'mspId' | 'content' | 'kind'> | string {
    switch (asked.kind) {
      case 'issue':
        return this.#issue(by, asked);
      case 'transfer':
        return transferPoints(this, by, asked, receipt);
      case 'redeem':
        return redeemPoints(this, by, asked, receipt);
      case 'hold':
        return holdPoints(this, by, asked, receipt);
      case 'capture':
      case 'void':
        return resolveHold(this, by, asked, receipt);
      case 'exchange':
        return exchangePoints(this, by, asked, receipt);
      case 'expire':
        return expirePoints(this, by, asked, receipt);
      case 'extend':
        return extendPoints(this, by, asked, receipt);
      case 'consolidate':
        return consolidateLots(this, by, asked);
      default:
        return reverseOperation(this, by, asked, receipt);
    }
  }

  static isBarred = ({ role }: By, { kind }: Asked): boolean => role === 'cashier' && forOperators.has(kind);

  #issue(by: By, { programId: p, accountId: a, amount: n, expiresOn }: Asked) {
    const [programId, accountId, amount] = [text(p), text(a), BigInt(text(n))];
    const program = this.programs.get(programId);
    if (program === undefined) return 'PROGRAM_UNKNOWN';
    if (program.issuer !== by.mspId) return 'NOT_ISSUER';
    if (program.status === 'suspended') return 'PROGRAM_SUSPENDED';
    const account = this.accounts.get(accountId);
    if (account === undefined) return 'ACCOUNT_UNKNOWN';
    const immobile = refusedByStatus(account);
    if (immobile !== undefined) return immobile;
    if (amount > this.quotaLeft(programId)) return 'QUOTA_EXHAUSTED';
    const expiry = (expiresOn as string | undefined) ?? monthsLater(this.now.slice(0, 10), program.months);
    const points = new Map([[expiry, amount]]);
    this.count(programId, 'issued', amount);
    const { paidOff } = this.creditOwn(accountId, programId, points);
    return { programId, accountId, amount, points, expiry, paidOff, reversed: 0n };
  }

  /** What may still be issued by the issuer itself. */
  quotaLeft(programId: string): bigint {
    const issued = this.totals.get(programId)?.issued ?? 0n;
    const exchanged = programId === 'citypark' ? this.rate.used : 0n;
    return this.programs.get(programId)!.cap - (this.carved.get(programId) ?? 0n) - (issued - exchanged);
  }

  /** Points can be spent until their day is over. */
  isExpired = (expiry: string): boolean => expiry < this.now.slice(0, 10);
}
