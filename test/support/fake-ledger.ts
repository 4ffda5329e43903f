/**
 * The gateway's ports over a ledger in memory: enough of the rules to tell right requests from wrong ones, and knobs
 * for what a real network does only now and then.
 */
import { createHash, createHmac, createSecretKey } from 'node:crypto';
import type {
  Account,
  CycleStatement,
  ErrorCode,
  Hold,
  Operation,
  Organization,
  Program,
  Rate,
  RateReference,
  Receipt,
  ReplyOf,
  Settlement,
  Transaction,
} from '@commonpoint/catalogue';
import { Failure, type GatewayFailureCode } from '../../gateway-api/src/channel/failures.js';
import type { Gateway, LotView, Readiness, StatementEntry } from '../../gateway-api/src/ports.js';
import type { ImportView, RejectedRow } from '../../gateway-api/src/imports/import-view.js';
import type { OperationResult, WriteOptions, Written } from '../../gateway-api/src/writes/results.js';
import type { Page, PageOptions } from '../../gateway-api/src/channel/reads.js';
import { Database } from '../../gateway-api/src/store/database.js';
import { createIdempotencyRows } from '../../gateway-api/src/store/idempotency.js';
import { hashLockOf } from '../../gateway-api/src/hash-lock.js';
import { spendingCodeOf } from '../../gateway-api/src/writes/spending-code.js';
import { createFakeFigures, type FakeFigures } from './fake-figures.js';
import { createFakePairs, type FakePairs } from './fake-pairs.js';

const TIME = '2026-11-23T09:30:00.000Z';
const spendingCodeKey = createSecretKey(Buffer.from('another secret'));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface FakeLedger extends Gateway {
  /** The next write or read throws this. */
  failNext(code: ErrorCode | GatewayFailureCode, more?: Failure['more']): void;
  /** The next operation is rejected with this. */
  rejectNext(code: ErrorCode | GatewayFailureCode, detail?: string): void;
  /** Commits wait until `release`; writes that wait no longer are answered as submitted. */
  hold(): void;
  release(): void;
  /** From now on operations end in doubt. */
  loseContact(): void;
  readonly facts: { -readonly [K in keyof Readiness]: Readiness[K] };
  /** Operations that took effect, in order. */
  readonly posted: Operation[];
  readonly traceparents: (string | undefined)[];
  /** Rare transactions that took effect, in order. */
  readonly submitted: { readonly name: string; readonly request: unknown }[];
  /** Rows that tests may read and put. */
  readonly holds: Map<string, Hold>;
  readonly rates: Map<string, Rate>;
  readonly settlements: Map<string, Settlement>;
  readonly cycles: Map<string, CycleStatement>;
  readonly pairs: FakePairs;
  readonly figures: FakeFigures;
  readonly rejected: RejectedRow[];
  closed: boolean;
}

export function createFakeLedger(mspId = 'HarborMSP'): FakeLedger {
  const idempotency = createIdempotencyRows(new Database(':memory:'));
  const programs = new Map<string, Program>();
  const quotaUsed = new Map<string, bigint>();
  const accounts = new Map<string, Account>();
  const balances = new Map<string, bigint>();
  const operations = new Map<string, { operation: Operation; result: OperationResult }>();
  const holds = new Map<string, Hold>();
  const rates = new Map<string, Rate>();
  const rateUsed = new Map<string, bigint>();
  const settlements = new Map<string, Settlement>();
  const cycles = new Map<string, CycleStatement>();
  const statements: (StatementEntry & { accountId: string })[] = [];
  const imports = new Map<string, { view: ImportView; scope: string; key: string; fingerprint: string }>();
  let block = 1;
  let failure: Failure | undefined;
  let rejection: { code: ErrorCode | GatewayFailureCode; detail?: string } | undefined;
  let held: { promise: Promise<unknown>; resolve: (value?: unknown) => void } | undefined;
  let contactLost = false;

  const throwFailure = (): void => {
    const thrown = failure;
    failure = undefined;
    if (thrown !== undefined) throw thrown;
  };
  const txIdOf = (text: string): string => sha256(`tx ${text}`);
  const mustFind = <T>(rows: Map<string, T>, id: string, code: ErrorCode): T => {
    const row = rows.get(id);
    if (row === undefined) throw new Failure(code, `there is no row ${id}`);
    return row;
  };
  const read = async <T>(value: () => T): Promise<{ value: T; asOfBlock: number }> => {
    throwFailure();
    return { value: value(), asOfBlock: block };
  };
  const pageOf = <T>(
    items: readonly T[],
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Page<T> => {
    throwFailure();
    if (cursor !== undefined && !/^c\d+$/.test(cursor)) throw new Failure('CURSOR_INVALID');
    const start = cursor === undefined ? 0 : Number(cursor.slice(1));
    const next = start + limit < items.length ? `c${start + limit}` : undefined;
    return { items: items.slice(start, start + limit), next, asOfBlock: block };
  };

  const pairs = createFakePairs({ mspId, time: TIME, read, pageOf });
  const figures = createFakeFigures({ mspId, time: TIME, read });

  const move = (accountId: string, programId: string, change: bigint): void => {
    const key = `${accountId} ${programId}`;
    balances.set(key, (balances.get(key) ?? 0n) + change);
  };
  const require = (condition: boolean, code: ErrorCode, detail = code as string): void => {
    if (!condition) throw new Failure(code, detail);
  };
  const rateName = ({ sourceProgramId, targetProgramId, version }: RateReference): string =>
    `${sourceProgramId} ${targetProgramId} ${version}`;
  const settlementName = ({ cycle, debtor, creditor }: Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>): string =>
    `${cycle} ${debtor} ${creditor}`;
  const quoteOf = (rate: Rate, amount: string) => {
    const [n, d, offered] = [BigInt(rate.numerator), BigInt(rate.denominator), BigInt(amount)];
    const received = (offered * n) / d;
    const taken = (received * d + n - 1n) / n;
    return { taken: String(taken), received: String(received), remainder: String(offered - taken) };
  };
  const openCycle = (cycle: string): CycleStatement =>
    cycles.get(cycle) ?? {
      cycle,
      status: 'open',
      folded: 0,
      positions: [],
      values: [],
      privatePairs: [],
      net: [],
      unvalued: [],
    };
  const heldOf = (accountId: string, programId: string): bigint =>
    [...holds.values()]
      .filter((hold) => hold.status === 'open' && hold.accountId === accountId && hold.programId === programId)
      .reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const requireActive = (accountId: string): void => {
    const account = mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN');
    require(account.status !== 'frozen', 'ACCOUNT_FROZEN', `account ${accountId} is frozen`);
    require(account.status !== 'closed', 'ACCOUNT_CLOSED', `account ${accountId} is closed`);
  };

  /** Throws the reason or does it. */
  const apply = (operation: Operation): Receipt => {
    const txId = txIdOf(operation.id);
    const receipt = { id: operation.id, mspId, digest: sha256(JSON.stringify(operation)), txId, txTime: TIME };
    if (operation.kind === 'reverse') {
      const found = mustFind(operations, operation.operationId, 'OPERATION_UNKNOWN').result.receipt!;
      require(found.kind === 'issue', 'NOT_REVERSIBLE');
      require(found.reversedBy === undefined, 'ALREADY_REVERSED');
      found.reversed = found.amount;
      found.reversedBy = [{ mspId, operationId: operation.id }];
      move(found.accountId, found.programId, -BigInt(found.amount));
      const { programId, accountId, amount } = found;
      return { ...receipt, kind: 'reverse', programId, accountId, amount, reverses: operation.operationId };
    }
    if (operation.kind === 'capture' || operation.kind === 'void') {
      const { kind, holdId, holdMspId = mspId } = operation;
      const hold = mustFind(holds, `${holdMspId} ${holdId}`, 'HOLD_UNKNOWN');
      require(hold.status === 'open', 'HOLD_RESOLVED');
      const { programId, accountId } = hold;
      const captured = kind === 'capture' ? BigInt(operation.amount ?? hold.amount) : 0n;
      if (kind === 'capture' && hold.hashLock !== undefined) {
        require(operation.preimage !== undefined &&
          hashLockOf(hold.mspId, operation.preimage) === hold.hashLock, 'PREIMAGE_WRONG');
      }
      require(captured <= BigInt(hold.amount), 'HOLD_EXCEEDED');
      const { lots: _lots, ...rest } = hold;
      holds.set(`${holdMspId} ${holdId}`, {
        ...rest,
        status: kind === 'capture' ? 'captured' : 'voided',
        ...(kind === 'capture' && { captured: String(captured) }),
        resolvedBy: { mspId, operationId: operation.id },
      });
      move(accountId, programId, BigInt(hold.amount) - captured);
      const amount = kind === 'capture' ? String(captured) : hold.amount;
      return { ...receipt, kind, programId, accountId, amount, holdMspId, holdId };
    }
    const program = mustFind(programs, operation.programId, 'PROGRAM_UNKNOWN');
    require(program.status === 'active', 'PROGRAM_SUSPENDED');
    const { programId } = operation;
    if (operation.kind === 'hold') {
      const { kind: _kind, id, linked: _linked, inputs: _inputs, authorization: _authorization, ...terms } = operation;
      requireActive(terms.accountId);
      require((balances.get(`${terms.accountId} ${programId}`) ?? 0n) >= BigInt(terms.amount), 'INSUFFICIENT_POINTS');
      move(terms.accountId, programId, -BigInt(terms.amount));
      holds.set(`${mspId} ${id}`, { ...terms, mspId, holdId: id, status: 'open' });
      return { ...receipt, ...terms, kind: 'hold' };
    }
    if (operation.kind === 'exchange') {
      const { accountId, targetProgramId, rateVersion } = operation;
      mustFind(programs, targetProgramId, 'PROGRAM_UNKNOWN');
      requireActive(accountId);
      const reference = { sourceProgramId: programId, targetProgramId, version: rateVersion };
      const rate = mustFind(rates, rateName(reference), 'RATE_UNKNOWN');
      require(rate.status === 'accepted', 'RATE_NOT_OPEN');
      const quoted = quoteOf(rate, operation.amount);
      require(quoted.received !== '0', 'EXCHANGE_TOO_SMALL');
      require(BigInt(quoted.received) >= BigInt(operation.minReceived ?? 0), 'RECEIVED_TOO_LITTLE');
      require((balances.get(`${accountId} ${programId}`) ?? 0n) >= BigInt(quoted.taken), 'INSUFFICIENT_POINTS');
      const used = (rateUsed.get(rateName(reference)) ?? 0n) + BigInt(quoted.received);
      require(used <= BigInt(rate.quota), 'QUOTA_EXHAUSTED');
      rateUsed.set(rateName(reference), used);
      move(accountId, programId, -BigInt(quoted.taken));
      move(accountId, targetProgramId, BigInt(quoted.received));
      const { amount } = operation;
      return { ...receipt, kind: 'exchange', programId, accountId, amount, targetProgramId, rateVersion, ...quoted };
    }
    if (operation.kind === 'expire') {
      requireActive(operation.accountId);
      throw new Failure('NOTHING_TO_EXPIRE', 'no lots are past their expiry');
    }
    const amount = BigInt(operation.amount);
    if (operation.kind === 'issue') {
      require(program.issuer === mspId, 'NOT_ISSUER');
      requireActive(operation.accountId);
      const used = (quotaUsed.get(programId) ?? 0n) + amount;
      require(used <= BigInt(program.cap), 'QUOTA_EXHAUSTED', 'the quota lanes named have less left than asked for');
      quotaUsed.set(programId, used);
      move(operation.accountId, programId, amount);
      return { ...receipt, kind: 'issue', programId, accountId: operation.accountId, amount: operation.amount };
    }
    const debited = operation.kind === 'transfer' ? operation.fromAccountId : operation.accountId;
    requireActive(debited);
    if (operation.kind === 'transfer') {
      require(debited !== operation.toAccountId, 'ACCOUNTS_EQUAL');
      require(accounts.has(operation.toAccountId), 'ACCOUNT_UNKNOWN', `there is no account ${operation.toAccountId}`);
      require(program.rules.transferable, 'TRANSFER_NOT_ALLOWED');
    }
    require((balances.get(`${debited} ${programId}`) ?? 0n) >= amount, 'INSUFFICIENT_POINTS');
    move(debited, programId, -amount);
    if (operation.kind === 'transfer') {
      move(operation.toAccountId, programId, amount);
      const { toAccountId } = operation;
      return { ...receipt, kind: 'transfer', programId, accountId: debited, toAccountId, amount: operation.amount };
    }
    const { acceptor } = operation;
    return {
      ...receipt,
      kind: 'redeem',
      programId,
      accountId: debited,
      amount: operation.amount,
      ...(acceptor !== undefined && { acceptor }),
    };
  };

  const settle = (operation: Operation): OperationResult => {
    const earlier = operations.get(operation.id);
    if (earlier !== undefined && earlier.result.state !== 'rejected') {
      if (sha256(JSON.stringify(earlier.operation)) === sha256(JSON.stringify(operation))) {
        return { ...earlier.result, existed: true };
      }
      return { operationId: operation.id, state: 'rejected', code: 'ID_CONFLICT', detail: 'differs', field: 'amount' };
    }
    const result = decide(operation);
    operations.set(operation.id, { operation, result });
    return result;
  };
  const decide = (operation: Operation): OperationResult => {
    const common = { operationId: operation.id, kind: operation.kind };
    if (contactLost) return { ...common, state: 'unknown', txId: txIdOf(operation.id) };
    const forced = rejection;
    rejection = undefined;
    try {
      if (forced !== undefined) throw new Failure(forced.code, forced.detail);
      const receipt = apply(operation);
      ledger.posted.push(operation);
      block++;
      const line = { operationId: operation.id, mspId, kind: operation.kind, programId: receipt.programId } as const;
      statements.unshift({
        ...line,
        accountId: receipt.accountId,
        change: `${operation.kind === 'issue' || operation.kind === 'void' ? '' : '-'}${receipt.amount}`,
        txId: receipt.txId,
        txTime: TIME,
        blockNumber: block,
      });
      return { ...common, state: 'committed', txId: receipt.txId, blockNumber: block, receipt };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { ...common, state: 'rejected', code: error.code, detail: error.message, field: error.more.field };
    }
  };
  /** Whether the commit came in time. */
  const waited = async (waitMs: number): Promise<boolean> => {
    if (held === undefined) return true;
    return Promise.race([
      held.promise.then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, waitMs, false).unref()),
    ]);
  };
  const write = async <T>(waitMs: number, change: () => Written<T>): Promise<Written<T>> => {
    throwFailure();
    if (!(await waited(waitMs))) return { state: 'submitted', txId: txIdOf('late') };
    const written = change();
    block++;
    return written;
  };
  const committed = <T>(value: T, existed = false): Written<T> => ({
    state: 'committed',
    txId: txIdOf(JSON.stringify(value)),
    value,
    existed,
  });
  const changeProgram = (programId: string, change: Partial<Program>): Written<Program> => {
    const program = mustFind(programs, programId, 'PROGRAM_UNKNOWN');
    require(program.issuer === mspId, 'NOT_ISSUER');
    const changed = { ...program, ...change };
    programs.set(programId, changed);
    return committed(changed);
  };
  const quotaOf = (programId: string) => {
    const program = mustFind(programs, programId, 'PROGRAM_UNKNOWN');
    const used = (quotaUsed.get(programId) ?? 0n).toString();
    return { programId, cap: program.cap, lanes: [{ lane: 0, granted: program.cap, used }] };
  };

  /** What a rare transaction does here, and what it answers. */
  const doRare = (name: string, request: Record<string, unknown>): unknown => {
    const changeRate = (change: Partial<Rate>): Rate => {
      const rate = mustFind(rates, rateName(request as RateReference), 'RATE_UNKNOWN');
      const changed = { ...rate, ...change };
      rates.set(rateName(changed), changed);
      return changed;
    };
    const changeSettlement = (change: Partial<Settlement>): Settlement => {
      const settlement = mustFind(settlements, settlementName(request as Settlement), 'SETTLEMENT_UNKNOWN');
      const changed = { ...settlement, ...change };
      settlements.set(settlementName(changed), changed);
      return changed;
    };
    const text = (field: string): string => request[field] as string;
    switch (name) {
      case 'Rates:Propose': {
        const target = mustFind(programs, text('targetProgramId'), 'PROGRAM_UNKNOWN');
        const source = mustFind(programs, text('sourceProgramId'), 'PROGRAM_UNKNOWN');
        const issuers = { sourceIssuer: source.issuer, targetIssuer: target.issuer };
        const rate = { ...request, ...issuers, status: 'proposed', proposedBy: mspId, proposedAt: TIME } as Rate;
        require(!rates.has(rateName(rate)), 'RATE_EXISTS');
        rates.set(rateName(rate), rate);
        return rate;
      }
      case 'Rates:Accept':
        return changeRate({ status: 'accepted', acceptedAt: TIME });
      case 'Rates:SetStatus':
        return changeRate({ status: text('status') as Rate['status'] });
      case 'Programs:SetClearingValue': {
        const clearingValues = [{ fromCycle: TIME.slice(0, 7), clearingValue: text('clearingValue') }];
        return changeProgram(text('programId'), { clearingValues }).value;
      }
      case 'Programs:SetLimits':
        return changeProgram(text('programId'), { limits: request['limits'] as Program['limits'] & object }).value;
      case 'Accounts:SetPublicKey': {
        const account = mustFind(accounts, text('accountId'), 'ACCOUNT_UNKNOWN');
        const publicKey = request['publicKey'] as Account['publicKey'] & object;
        const keyed = { ...account, publicKey };
        accounts.set(account.accountId, keyed);
        return keyed;
      }
      case 'Clearing:CutOff': {
        const cycle = text('cycle');
        require(cycle === TIME.slice(0, 7), 'CYCLE_NOT_CURRENT');
        return { cycle, agreed: [mspId] };
      }
      case 'Settlements:Instruct':
        return changeSettlement({ status: 'instructed', reference: text('reference'), instructedAt: TIME });
      case 'Settlements:Confirm':
        return changeSettlement({ status: 'confirmed', confirmedAt: TIME });
      case 'Settlements:Dispute':
        return changeSettlement({
          status: 'disputed',
          dispute: { by: mspId, reason: text('reason'), raisedAt: TIME },
        });
      case 'Settlements:Resolve':
        return changeSettlement({
          status: text('outcome') === 'paid' ? 'confirmed' : 'due',
          resolution: { by: mspId, note: text('note'), resolvedAt: TIME },
        });
      default:
        throw new TypeError(`the ledger in memory does not do ${name}`);
    }
  };

  const ledger: FakeLedger = {
    posted: [],
    traceparents: [],
    submitted: [],
    holds,
    rates,
    settlements,
    cycles,
    pairs,
    figures,
    rejected: [],
    closed: false,
    facts: {
      peerReachable: true,
      orderingAvailable: true,
      projectionBlock: 1,
      ledgerBlock: 1,
      queueLength: 0,
      queueLengthMax: 20_000,
      recovering: false,
    },
    failNext: (code, more) => void (failure = new Failure(code, undefined, more)),
    rejectNext: (code, detail) => void (rejection = { code, ...(detail !== undefined && { detail }) }),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers();
      held = { promise, resolve };
    },
    release: () => {
      held?.resolve();
      held = undefined;
    },
    loseContact: () => void (contactLost = true),
    health: { readiness: () => ledger.facts },
    close: () => {
      ledger.closed = true;
      return Promise.resolve();
    },
    idempotency: {
      begin: (claim) => Promise.resolve(idempotency.claim(claim)),
      end: (claim) => Promise.resolve(idempotency.end(claim)),
      complete: (claim, reply) => Promise.resolve(idempotency.complete(claim, reply)),
      release: (claim) => Promise.resolve(idempotency.release(claim)),
    },
    writes: {
      submitOperations: async (_caller, submitted, options) => {
        throwFailure();
        ledger.traceparents.push(options.traceparent);
        const claim = options.idempotency!;
        const outcome = idempotency.claim(claim);
        if (outcome.kind === 'conflict' || outcome.kind === 'in-flight') return outcome;
        try {
          if (outcome.kind === 'replay') {
            const results = submitted.map(
              ({ id }) => operations.get(id)?.result ?? { operationId: id, state: 'submitted' as const },
            );
            return { kind: 'replay', results };
          }
          if (!(await waited(options.waitMs))) {
            void held?.promise.then(() => submitted.forEach(settle));
            return {
              kind: 'new',
              results: submitted.map(({ id, kind }) => ({ operationId: id, kind, state: 'submitted' })),
            };
          }
          return { kind: 'new', results: submitted.map(settle) };
        } finally {
          idempotency.end(claim);
        }
      },
      operation: (_caller, operationId) => {
        const found = operations.get(operationId);
        return found === undefined
          ? Promise.reject(new Failure('OPERATION_UNKNOWN', `there is no operation ${operationId}`))
          : Promise.resolve(found.result);
      },
      spendingCodeOf: (operationId) => spendingCodeOf(spendingCodeKey, operationId),
      accountIdOf: (memberRef) =>
        `HarborMSP:${createHmac('sha256', 'secret').update(memberRef).digest('hex').slice(0, 32)}`,
      openAccount: (_caller, { accountId, kind, publicKey }, { waitMs }) =>
        write(waitMs, () => {
          const existing = accounts.get(accountId);
          if (existing !== undefined) return committed(existing, true);
          const account: Account = {
            accountId,
            custodian: mspId,
            kind,
            status: 'active',
            openedAt: TIME,
            ...(publicKey !== undefined && { publicKey }),
          };
          accounts.set(accountId, account);
          return committed(account);
        }),
      createProgram: (_caller, { quota: _quota, ...request }, { waitMs }) =>
        write(waitMs, () => {
          require(!programs.has(request.programId), 'PROGRAM_EXISTS');
          const program: Program = { ...request, issuer: mspId, status: 'active', createdAt: TIME };
          programs.set(request.programId, program);
          return committed(program);
        }),
      changeCap: (_caller, programId, cap, { waitMs }) => write(waitMs, () => changeProgram(programId, { cap })),
      setProgramStatus: (_caller, programId, status, { waitMs }) =>
        write(waitMs, () => changeProgram(programId, { status })),
      allotQuota: (_caller, programId, grants, { waitMs }) =>
        write(waitMs, () => {
          const quota = quotaOf(programId);
          require(grants.every(({ lane }) => lane === 0), 'LANE_UNKNOWN');
          return committed({ ...quota, lanes: grants.map((grant) => ({ ...grant, used: '0' })) });
        }),
      setAccountStatus: (_caller, accountId, status, reason, { waitMs }) =>
        write(waitMs, () => {
          const account = mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN');
          require(account.status !== 'closed', 'ACCOUNT_CLOSED');
          const changed: Account = { ...account, status, ...(reason !== undefined && { reason }) };
          accounts.set(accountId, changed);
          return committed(changed);
        }),
      confidentialDigest: (content) => sha256(`secret ${JSON.stringify(content)}`),
      submitTransaction: <T extends Transaction>(
        _caller: unknown,
        entry: T,
        request: unknown,
        options: WriteOptions & { readonly privateInput?: unknown },
      ) =>
        write(options.waitMs, () => {
          const asked = request as Record<string, unknown>;
          const reply = (pairs.do(entry.name, asked, options.privateInput) ??
            figures.do(entry.name, asked, options.privateInput) ??
            doRare(entry.name, asked)) as ReplyOf<T>;
          ledger.submitted.push({ name: entry.name, request });
          return committed(reply);
        }),
      closeCycle: (_caller, cycle, { waitMs }) =>
        write(waitMs, () => {
          const existing = openCycle(cycle);
          if (existing.status === 'closed') return committed(existing, true);
          require(cycle < TIME.slice(0, 7), 'PERIOD_OPEN', `${cycle} has not ended`);
          const closed: CycleStatement = { ...existing, status: 'closed', closedAt: TIME };
          cycles.set(cycle, closed);
          return committed(closed);
        }),
    },
    ledger: {
      organizations: () =>
        read((): Organization[] => [
          { mspId, name: 'Harbor', status: 'active', registeredAt: TIME },
          { mspId: 'CityParkMSP', name: 'CityPark', status: 'active', registeredAt: TIME },
        ]),
      programs: async (options) => pageOf([...programs.values()], options),
      program: (programId) => read(() => mustFind(programs, programId, 'PROGRAM_UNKNOWN')),
      supply: (programId) =>
        read(() => {
          const { cap, capOn } = mustFind(programs, programId, 'PROGRAM_UNKNOWN');
          const issued = (quotaUsed.get(programId) ?? 0n).toString();
          const rest = { held: '0', redeemed: '0', expired: '0', reversed: '0' };
          return { programId, cap, capOn, issued, outstanding: issued, ...rest };
        }),
      quota: (programId) => read(() => quotaOf(programId)),
      programHistory: async (programId, options: PageOptions) =>
        pageOf(
          [
            {
              txId: txIdOf(programId),
              txTime: TIME,
              deleted: false,
              value: mustFind(programs, programId, 'PROGRAM_UNKNOWN'),
            },
          ],
          options,
        ),
      account: (accountId) => read(() => mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN')),
      balances: (accountId) =>
        read(() => {
          mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN');
          return [...balances]
            .filter(([key]) => key.startsWith(`${accountId} `))
            .map(([key, available]) => ({
              programId: key.split(' ')[1]!,
              available: available.toString(),
              held: heldOf(accountId, key.split(' ')[1]!).toString(),
              expired: '0',
            }));
        }),
      lots: async (accountId, options) => {
        mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN');
        const lots = statements
          .filter((entry) => entry.accountId === accountId && entry.kind === 'issue')
          .map((entry): LotView => ({
            lotId: `2028-11-30.${entry.txId}.00000`,
            programId: entry.programId,
            expiry: '2028-11-30',
            amount: entry.change,
            originMspId: mspId,
            originId: entry.operationId,
          }));
        return pageOf(lots, options);
      },
      statement: async (accountId, options) => {
        mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN');
        const own = statements.filter((entry) => entry.accountId === accountId);
        return pageOf(
          own.map(({ accountId: _accountId, ...entry }) => entry),
          options,
        );
      },
      accountHistory: async (accountId, options) =>
        pageOf(
          [
            {
              txId: txIdOf(accountId),
              txTime: TIME,
              deleted: false,
              value: mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN'),
            },
          ],
          options,
        ),
      clearing: (cycle) => read(() => ({ cycle, positions: [], net: [] })),
      cycle: (cycle) => read(() => openCycle(cycle)),
      hold: ({ mspId: holder, holdId }) => read(() => mustFind(holds, `${holder} ${holdId}`, 'HOLD_UNKNOWN')),
      holdByPreimage: (preimage, { caller }) =>
        read(() => {
          const found = [...holds.values()].find(
            (hold) => hold.hashLock === hashLockOf(hold.mspId, preimage) && hold.beneficiary === caller.mspId,
          );
          if (found === undefined) throw new Failure('HOLD_UNKNOWN', 'no open hold has this hash lock');
          return found;
        }),
      holds: async (accountId, options) => {
        mustFind(accounts, accountId, 'ACCOUNT_UNKNOWN');
        return pageOf(
          [...holds.values()].filter((hold) => hold.status === 'open' && hold.accountId === accountId),
          options,
        );
      },
      rates: async (options) =>
        pageOf(
          [...rates.values()].filter(
            ({ sourceProgramId, targetProgramId }) =>
              (options.sourceProgramId ?? sourceProgramId) === sourceProgramId &&
              (options.targetProgramId ?? targetProgramId) === targetProgramId,
          ),
          options,
        ),
      rate: (reference) =>
        read(() => {
          const rate = mustFind(rates, rateName(reference), 'RATE_UNKNOWN');
          const used = rateUsed.get(rateName(reference)) ?? 0n;
          const quota = [{ lane: 0, granted: rate.quota, used: String(used) }];
          return { rate, quota, remaining: String(BigInt(rate.quota) - used) };
        }),
      quote: ({ sourceProgramId, targetProgramId, amount, version }) =>
        read(() => {
          const found = [...rates.values()].findLast(
            (rate) =>
              rate.sourceProgramId === sourceProgramId &&
              rate.targetProgramId === targetProgramId &&
              (version ?? rate.version) === rate.version,
          );
          if (found === undefined) throw new Failure('RATE_UNKNOWN', 'there is no such rate');
          require(found.status === 'accepted', 'RATE_NOT_OPEN');
          const reference = { sourceProgramId, targetProgramId, version: found.version };
          return { ...reference, amount, ...quoteOf(found, amount), validUntil: found.validUntil };
        }),
      settlements: async (options) =>
        pageOf(
          [...settlements.values()].filter(({ cycle }) => (options.cycle ?? cycle) === cycle),
          options,
        ),
      settlement: (reference) => read(() => mustFind(settlements, settlementName(reference), 'SETTLEMENT_UNKNOWN')),
      ...pairs.ledger,
      ...figures.ledger,
      agedSettlements: () => read(() => ({ asOf: TIME.slice(0, 10), pairs: [] })),
    },
    imports: {
      start: async (body, parameters, _caller, claim) => {
        const hash = createHash('sha256');
        let bytes = 0;
        let head = '';
        for await (const chunk of body as AsyncIterable<Buffer>) {
          hash.update(chunk);
          bytes += chunk.length;
          if (head.length < 1000) head += chunk.toString();
        }
        throwFailure();
        if (!head.startsWith('customer_id,')) throw new Failure('CSV_INVALID', 'the column customer_id is missing');
        mustFind(programs, parameters.programId, 'PROGRAM_UNKNOWN');
        const digest = hash.digest('hex');
        const fingerprint = sha256(JSON.stringify([parameters, digest]));
        const importId = `imp-${sha256(`${claim.scope} ${claim.key}`).slice(0, 16)}`;
        const known = imports.get(importId);
        if (known !== undefined) {
          return known.fingerprint === fingerprint ? { kind: 'replay', import: known.view } : { kind: 'conflict' };
        }
        const view: ImportView = {
          importId,
          ...parameters,
          state: 'running',
          sha256: digest,
          bytes,
          rowsTotal: 0,
          rowsPosted: 0,
          rowsRejected: 0,
          rowsSkipped: 0,
          rowsExisting: 0,
          pointsIssued: '0',
          createdAt: TIME,
        };
        imports.set(importId, { view, ...claim, fingerprint });
        return { kind: 'new', import: view };
      },
      get: (importId) => {
        const found = imports.get(importId);
        return found === undefined ? Promise.reject(new Failure('IMPORT_UNKNOWN')) : Promise.resolve(found.view);
      },
      list: async (options) => {
        const { items, next } = pageOf(
          [...imports.values()].map(({ view }) => view),
          options,
        );
        return { items, next };
      },
      rejectedRows: async function* () {
        yield* ledger.rejected;
      },
    },
  };
  return ledger;
}
