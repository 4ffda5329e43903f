/** What each operation comes to, and why it is refused: the first reason that docs/transactions.md lists and that holds. */
import { settle, type Receipted } from './model-debits.js';
import { ModelState, type Done, type ModelAccount } from './model-state.js';
import { reverseOperation } from './model-reversals.js';
import { daysLater, monthsLater, some, sum, type Points } from './points-by-expiry.js';

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

const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];
const forOperators = new Set(['transfer', 'reverse', 'expire', 'extend']);
const text = (value: unknown): string => String(value);
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
        return this.#transfer(by, asked, receipt);
      case 'redeem':
        return this.#redeem(by, asked, receipt);
      case 'hold':
        return this.#hold(by, asked, receipt);
      case 'capture':
      case 'void':
        return this.#resolve(by, asked, receipt);
      case 'exchange':
        return this.#exchange(by, asked, receipt);
      case 'expire':
        return this.#expire(by, asked, receipt);
      case 'extend':
        return this.#extend(by, asked, receipt);
      case 'consolidate':
        return this.#consolidate(by, asked);
      default:
        return reverseOperation(this, by, asked, receipt);
    }
  }

  static isBarred = ({ role }: By, { kind }: Asked): boolean => role === 'cashier' && forOperators.has(kind);

  static immobile = ({ status }: ModelAccount): string | undefined =>
    status === 'active' ? undefined : status === 'frozen' ? 'ACCOUNT_FROZEN' : 'ACCOUNT_CLOSED';

  #issue(by: By, { programId: p, accountId: a, amount: n, expiresOn }: Asked) {
    const [programId, accountId, amount] = [text(p), text(a), BigInt(text(n))];
    const program = this.programs.get(programId);
    if (program === undefined) return 'PROGRAM_UNKNOWN';
    if (program.issuer !== by.mspId) return 'NOT_ISSUER';
    if (program.status === 'suspended') return 'PROGRAM_SUSPENDED';
    const account = this.accounts.get(accountId);
    if (account === undefined) return 'ACCOUNT_UNKNOWN';
    const immobile = Model.immobile(account);
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

  /** What every debit needs. */
  #debitable(by: By, programId: string, accountId: string): string | undefined {
    const program = this.programs.get(programId);
    if (program === undefined) return 'PROGRAM_UNKNOWN';
    if (program.status === 'suspended') return 'PROGRAM_SUSPENDED';
    const account = this.accounts.get(accountId);
    if (account === undefined) return 'ACCOUNT_UNKNOWN';
    if (account.custodian !== by.mspId) return 'NOT_CUSTODIAN';
    return Model.immobile(account) ?? (this.isLocked(account) ? 'ACCOUNT_LOCKED' : undefined);
  }

  /** What spending at another merchant needs. */
  #takenAt(programId: string, acceptor: string): string | undefined {
    if (acceptor === this.programs.get(programId)!.issuer) return undefined;
    if (this.value(programId) === undefined) return 'PROGRAM_UNVALUED';
    return this.accepts(acceptor, programId) ? undefined : 'PROGRAM_NOT_ACCEPTED';
  }

  #transfer(by: By, asked: Asked, receipt?: Receipted) {
    const [programId, accountId, toAccountId] = [
      text(asked['programId']),
      text(asked['fromAccountId']),
      text(asked['toAccountId']),
    ];
    const amount = BigInt(text(asked['amount']));
    const program = this.programs.get(programId);
    const to = this.accounts.get(toAccountId);
    const refused = this.#debitable(by, programId, accountId);
    if (refused?.startsWith('ACCOUNT_') !== true && refused !== undefined) return refused;
    if (to === undefined) return 'ACCOUNT_UNKNOWN';
    const immobile = refused === 'ACCOUNT_LOCKED' ? (Model.immobile(to) ?? refused) : (refused ?? Model.immobile(to));
    if (immobile !== undefined) return immobile;
    if (accountId === toAccountId) return 'ACCOUNTS_EQUAL';
    if (!program!.transferable) return 'TRANSFER_NOT_ALLOWED';
    const points = settle(this, accountId, programId, amount, receipt);
    if (points === undefined) return 'INSUFFICIENT_POINTS';
    this.credit(toAccountId, programId, points);
    return { programId, accountId, toAccountId, amount, points, reversed: 0n };
  }

  #redeem(by: By, asked: Asked, receipt?: Receipted) {
    const [programId, accountId, amount] = [
      text(asked['programId']),
      text(asked['accountId']),
      BigInt(text(asked['amount'])),
    ];
    const refused = this.#debitable(by, programId, accountId);
    if (refused !== undefined) return refused;
    const acceptor = text(asked['acceptor'] ?? this.programs.get(programId)!.issuer);
    if (!merchants.includes(acceptor)) return 'ACCEPTOR_UNKNOWN';
    const untaken = this.#takenAt(programId, acceptor);
    if (untaken !== undefined) return untaken;
    const points = settle(this, accountId, programId, amount, receipt);
    if (points === undefined) return 'INSUFFICIENT_POINTS';
    return { programId, accountId, amount, points, reversed: 0n, ...this.#spent(programId, acceptor, amount) };
  }

  /** Points retire at an acceptor, which is owed for them. */
  #spent(programId: string, acceptor: string, amount: bigint, promised?: bigint) {
    const elsewhere = acceptor !== this.programs.get(programId)!.issuer;
    const value = elsewhere ? (promised ?? this.value(programId)) : undefined;
    this.count(programId, 'redeemed', amount);
    this.owe(programId, acceptor, amount, value);
    return { acceptor, value, cycle: this.cycle() };
  }

  #hold(by: By, asked: Asked, receipt?: Receipted) {
    const [programId, accountId, amount] = [
      text(asked['programId']),
      text(asked['accountId']),
      BigInt(text(asked['amount'])),
    ];
    const refused = this.#debitable(by, programId, accountId);
    if (refused !== undefined) return refused;
    const beneficiary = asked['beneficiary'] as string | undefined;
    if (beneficiary !== undefined) {
      if (!merchants.includes(beneficiary)) return 'ACCEPTOR_UNKNOWN';
      const untaken = this.#takenAt(programId, beneficiary);
      if (untaken !== undefined) return untaken;
    }
    const expiresAt = text(asked['expiresAt']);
    const ahead = Date.parse(expiresAt) - Date.parse(this.now);
    if (ahead <= 0 || ahead > 31 * 86_400_000) return 'HOLD_PERIOD_INVALID';
    const points = settle(this, accountId, programId, amount, receipt);
    if (points === undefined) return 'INSUFFICIENT_POINTS';
    const value = beneficiary === undefined ? undefined : this.value(programId);
    const hold = { programId, accountId, beneficiary, expiresAt, value, points, amount, open: true, captured: false };
    this.put(this.holds, `${by.mspId} ${asked.id}`, hold);
    return { programId, accountId, amount, points, reversed: 0n };
  }

  #resolve(by: By, asked: Asked, receipt?: Receipted) {
    const hold = this.holds.get(`${text(asked['holdMspId'] ?? by.mspId)} ${text(asked['holdId'])}`);
    if (hold === undefined) return 'HOLD_UNKNOWN';
    const { programId, accountId, beneficiary } = hold;
    const account = this.accounts.get(accountId)!;
    const ended = Date.parse(this.now) >= Date.parse(hold.expiresAt);
    const isCapture = asked.kind === 'capture';
    if (isCapture && beneficiary === undefined) {
      if (this.programs.get(programId)!.status === 'suspended') return 'PROGRAM_SUSPENDED';
      const immobile = Model.immobile(account) ?? (this.isLocked(account) ? 'ACCOUNT_LOCKED' : undefined);
      if (immobile !== undefined) return immobile;
    }
    const endedEverywhere = Date.parse(this.now) >= Date.parse(hold.expiresAt) + 120_000;
    const may = isCapture || !endedEverywhere ? [beneficiary ?? account.custodian] : [beneficiary, account.custodian];
    if (!may.includes(by.mspId)) return 'HOLD_NOT_YOURS';
    // Its points go back or have gone back.
    if (isCapture && ended && !hold.captured) return 'HOLD_EXPIRED';
    if (!hold.open) return 'HOLD_RESOLVED';
    const amount = isCapture ? BigInt(text(asked['amount'] ?? hold.amount)) : hold.amount;
    if (amount > hold.amount) return 'HOLD_EXCEEDED';
    this.set(hold, 'open', false);
    this.set(hold, 'captured', isCapture);
    if (!isCapture) {
      const { paidOff, created } = this.creditOwn(accountId, programId, hold.points);
      receipt?.returned(created);
      return { programId, accountId, amount, points: hold.points, paidOff, reversed: 0n };
    }
    const points = some(hold.points, amount, 'soonest');
    const rest = some(hold.points, hold.amount - amount, 'newest');
    // What a beneficiary leaves pays nothing off.
    const back =
      beneficiary === undefined ? this.creditOwn(accountId, programId, rest) : { paidOff: 0n, created: rest };
    if (beneficiary !== undefined) this.credit(accountId, programId, rest);
    if (receipt !== undefined && sum(rest) > 0n) receipt.returned(back.created);
    const acceptor = beneficiary ?? this.programs.get(programId)!.issuer;
    return {
      programId,
      accountId,
      amount,
      points,
      paidOff: back.paidOff,
      reversed: 0n,
      ...this.#spent(programId, acceptor, amount, hold.value),
    };
  }

  /** The one rate of the simulation: two of Harbor's points for one of CityPark's. */
  #exchange(by: By, asked: Asked, receipt?: Receipted) {
    const [programId, accountId, amount] = [
      text(asked['programId']),
      text(asked['accountId']),
      BigInt(text(asked['amount'])),
    ];
    const target = this.programs.get(text(asked['targetProgramId']));
    const refused = this.#debitable(by, programId, accountId);
    if (refused === 'PROGRAM_UNKNOWN' || target === undefined) return 'PROGRAM_UNKNOWN';
    if (target.status === 'suspended' || refused === 'PROGRAM_SUSPENDED') return 'PROGRAM_SUSPENDED';
    if (refused !== undefined) return refused;
    const untaken = this.#takenAt(programId, target.issuer);
    if (untaken !== undefined) return untaken;
    const received = amount / 2n;
    if (received === 0n) return 'EXCHANGE_TOO_SMALL';
    if (received < BigInt(text(asked['minReceived'] ?? 0))) return 'RECEIVED_TOO_LITTLE';
    const taken = received * 2n;
    const had = sum(this.balance(accountId, programId));
    const points = settle(this, accountId, programId, taken, receipt);
    if (points === undefined || had < taken) return 'INSUFFICIENT_POINTS';
    if (received > this.rate.quota - this.rate.used) {
      this.credit(accountId, programId, points);
      return 'QUOTA_EXHAUSTED';
    }
    this.set(this.rate, 'used', this.rate.used + received);
    const expiry = monthsLater(this.now.slice(0, 10), target.months);
    this.credit(accountId, text(asked['targetProgramId']), new Map([[expiry, received]]));
    this.count(text(asked['targetProgramId']), 'issued', received);
    const spent = this.#spent(programId, target.issuer, taken);
    return {
      programId,
      accountId,
      amount,
      points,
      reversed: 0n,
      taken,
      received,
      expiry,
      value: spent.value,
      cycle: spent.cycle,
    };
  }

  #expire(by: By, asked: Asked, receipt?: Receipted) {
    const [programId, accountId] = [text(asked['programId']), text(asked['accountId'])];
    const program = this.programs.get(programId);
    if (program === undefined) return 'PROGRAM_UNKNOWN';
    const account = this.accounts.get(accountId);
    if (account === undefined) return 'ACCOUNT_UNKNOWN';
    if (![account.custodian, program.issuer].includes(by.mspId)) return 'NOT_CUSTODIAN';
    const ended: Points = new Map(
      [...this.balance(accountId, programId)].filter(([expiry]) => expiry < this.#keptFrom(programId)),
    );
    // Gateways do it by themselves too, and what they named may have been all that had ended then.
    const points = receipt?.taken(ended) ?? ended;
    const amount = sum(points);
    if (amount === 0n) return 'NOTHING_TO_EXPIRE';
    this.credit(accountId, programId, points, -1n);
    this.count(programId, 'expired', amount);
    return { programId, accountId, amount, points, reversed: 0n };
  }

  /** What ended before may not be extended any more. */
  #keptFrom(programId: string): string {
    return daysLater(this.now.slice(0, 10), -this.programs.get(programId)!.reinstatementDays);
  }

  #extend(by: By, asked: Asked, receipt?: Receipted) {
    const [programId, accountId, endingBy, expiresOn] = ['programId', 'accountId', 'endingBy', 'expiresOn'].map(
      (field) => text(asked[field]),
    ) as [string, string, string, string];
    const program = this.programs.get(programId);
    if (program === undefined) return 'PROGRAM_UNKNOWN';
    if (program.issuer !== by.mspId) return 'NOT_ISSUER';
    if (program.status === 'suspended') return 'PROGRAM_SUSPENDED';
    const account = this.accounts.get(accountId);
    if (account === undefined) return 'ACCOUNT_UNKNOWN';
    const immobile = Model.immobile(account);
    if (immobile !== undefined) return immobile;
    if (expiresOn < this.now.slice(0, 10)) return 'EXPIRY_OUT_OF_BOUNDS';
    const ending: Points = new Map(
      [...this.balance(accountId, programId)].filter(
        ([expiry]) => expiry <= endingBy && expiry < expiresOn && expiry >= this.#keptFrom(programId),
      ),
    );
    const points = receipt?.replaced(ending) ?? ending;
    const amount = sum(points);
    if (amount === 0n) return 'NOTHING_TO_EXTEND';
    this.credit(accountId, programId, points, -1n);
    this.credit(accountId, programId, new Map([[expiresOn, amount]]));
    return { programId, accountId, amount, points, reversed: 0n };
  }

  #consolidate(by: By, asked: Asked) {
    const [programId, accountId] = [text(asked['programId']), text(asked['accountId'])];
    const program = this.programs.get(programId);
    if (program === undefined) return 'PROGRAM_UNKNOWN';
    const account = this.accounts.get(accountId);
    if (account === undefined) return 'ACCOUNT_UNKNOWN';
    if (![account.custodian, program.issuer].includes(by.mspId)) return 'NOT_CUSTODIAN';
    return { programId, accountId, amount: 0n, points: new Map(), reversed: 0n };
  }

  /** Points can be spent until their day is over. */
  isExpired = (expiry: string): boolean => expiry < this.now.slice(0, 10);
}
