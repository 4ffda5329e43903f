/**
 * The read half of the gateway, as HTTP sees it: from the projection, or from the peer where that is asked for.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import * as catalogue from '@commonpoint/catalogue';
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';
import type { TypedChannel } from '../channel/typed-channel.js';
import { Failure, toFailure } from '../channel/failures.js';
import { hashLockOf } from '../hash-lock.js';
import type { Ledger, RateView } from '../ports.js';
import type { Page, PageOptions, Read, ReadOptions } from '../channel/reads.js';
import type { Freshness } from './freshness.js';
import { decodeCursor, encodeCursor } from '../channel/pages.js';
import { createFigureReads } from './figure-reads.js';
import { createPairReads } from './pair-reads.js';
import type { Projection } from './queries.js';
import type { StatementLines } from './statement-lines.js';
import { toPositionedEntries } from './statement.js';

const lotPosition = z.strictObject({ programId: z.string(), lotId: z.string() });
const bookmark = z.string().max(4096);
const FIRST_LOT = { programId: '', lotId: '' };
const holdPosition = z.strictObject({ programId: z.string(), mspId: z.string(), holdId: z.string() });
const FIRST_HOLD = { programId: '', mspId: '', holdId: '' };
const ratePosition = z.strictObject({ sourceProgramId: z.string(), targetProgramId: z.string(), version: z.int() });
const FIRST_RATE = { sourceProgramId: '', targetProgramId: '', version: 0 };
const settlementPosition = z.strictObject({ cycle: z.string(), debtor: z.string(), creditor: z.string() });
const FIRST_SETTLEMENT = { cycle: '', debtor: '', creditor: '' };
/** How long a till waits at the most for the projection to have what the peer has. */
const CATCH_UP_MS = 2_000;

export interface LedgerReadsParts {
  readonly projection: Projection;
  readonly lines: StatementLines;
  readonly peer: TypedChannel;
  readonly freshness: Freshness;
}

export function createLedgerReads({ projection, lines, peer, freshness }: LedgerReadsParts): Ledger {
  const current = <T>(value: T): Read<T> => ({ value, asOfBlock: projection.lastBlock() });

  const ask = <T extends Transaction>(entry: T, request: RequestOf<T>, { caller }: ReadOptions) =>
    peer.read(entry, request, caller.role);

  /** Whether the projection has all that the peer has; after a while it is not waited for any longer. */
  async function caughtUp(): Promise<boolean> {
    try {
      return await Promise.race([freshness.catchUp().then(() => true), pause(CATCH_UP_MS, false, { ref: false })]);
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** One page of a query whose bookmarks are the peer's. */
  async function askPage<T extends Transaction, Item>(
    entry: T,
    request: RequestOf<T>,
    options: PageOptions,
    itemsOf: (reply: ReplyOf<T>) => readonly Item[],
  ): Promise<Page<Item>> {
    const from = decodeCursor(options.cursor, bookmark, '');
    const paged = { ...(request as object), pageSize: options.limit, ...(from ? { bookmark: from } : {}) };
    const { value, asOfBlock } = await ask(entry, paged as RequestOf<T>, options);
    const next = (value as { bookmark: string }).bookmark;
    return { items: itemsOf(value), asOfBlock, ...(next ? { next: encodeCursor(next) } : {}) };
  }

  /** A page of which one item more than asked for was read, to know whether another follows. */
  function toPage<Row, Item>(
    rows: readonly Row[],
    limit: number,
    at: (row: Row) => unknown,
    to: (row: Row) => Item,
  ): Page<Item> {
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? { next: encodeCursor(at(shown.at(-1)!)) } : {};
    return { items: shown.map(to), asOfBlock: projection.lastBlock(), ...next };
  }

  const same = <T>(row: T): T => row;
  const requireProgram = (programId: string): catalogue.Program => {
    const program = projection.program(programId);
    if (!program) throw new Failure('PROGRAM_UNKNOWN', `No programme has the id ${programId}.`);
    return program;
  };
  const requireAccount = (accountId: string): catalogue.Account => {
    const account = projection.account(accountId);
    if (!account) throw new Failure('ACCOUNT_UNKNOWN', `No account has the id ${accountId}.`);
    return account;
  };

  return {
    ...createPairReads(ask, askPage),
    ...createFigureReads({ ask, projection, caughtUp }),

    async organizations(options) {
      if (options.consistency === 'projection') return current(projection.organizations());
      const { value, asOfBlock } = await ask(catalogue.listOrganizations, {}, options);
      return { value: value.organizations, asOfBlock };
    },

    async programs(options) {
      if (options.consistency === 'ledger') {
        return askPage(catalogue.listPrograms, {}, options, ({ programs }) => programs);
      }
      const after = decodeCursor(options.cursor, z.string(), '');
      return toPage(projection.programs(after, options.limit + 1), options.limit, ({ programId }) => programId, same);
    },

    async program(programId, options) {
      if (options.consistency === 'ledger') return ask(catalogue.getProgram, { programId }, options);
      return current(requireProgram(programId));
    },

    async supply(programId, options) {
      if (options.consistency === 'ledger') return ask(catalogue.getSupply, { programId }, options);
      const { cap, capOn } = requireProgram(programId);
      const supply = projection.supply(programId);
      const { issued, redeemed, expired, reversed, held } = supply;
      return current({
        programId,
        cap,
        capOn,
        issued: String(issued),
        outstanding: String(catalogue.outstanding(supply)),
        held: String(held),
        redeemed: String(redeemed),
        expired: String(expired),
        reversed: String(reversed),
      });
    },

    async quota(programId, options) {
      if (options.consistency === 'ledger') return ask(catalogue.getQuota, { programId }, options);
      return current({ programId, cap: requireProgram(programId).cap, lanes: projection.lanes(programId) });
    },

    programHistory: (programId, options) =>
      askPage(catalogue.programHistory, { programId }, options, ({ changes }) => changes),

    acceptances: (programId, options) =>
      askPage(catalogue.listAcceptances, { programId }, options, (reply) => reply.acceptances),

    async account(accountId, options) {
      if (options.consistency === 'ledger') return ask(catalogue.getAccount, { accountId }, options);
      return current(requireAccount(accountId));
    },

    async balances(accountId, options) {
      if (options.consistency === 'ledger') {
        const { value, asOfBlock } = await ask(catalogue.getBalances, { accountId }, options);
        return { value: value.balances, asOfBlock };
      }
      requireAccount(accountId);
      const text = ({ programId, available, held, expired }: ReturnType<Projection['balances']>[number]) => ({
        programId,
        available: String(available),
        held: String(held),
        expired: String(expired),
      });
      return current(projection.balances(accountId).map(text));
    },

    async lots(accountId, options) {
      const { programId, limit } = options;
      if (options.consistency === 'ledger') {
        const request = { accountId, ...(programId ? { programId } : {}) };
        return askPage(catalogue.listLots, request, options, ({ lots }) => lots);
      }
      requireAccount(accountId);
      const after = decodeCursor(options.cursor, lotPosition, FIRST_LOT);
      const at = (lot: { programId: string; lotId: string }) => ({ programId: lot.programId, lotId: lot.lotId });
      return toPage(projection.lots(accountId, programId, after, limit + 1), limit, at, same);
    },

    async statement(accountId, { programId, limit, cursor }) {
      requireAccount(accountId);
      const before = decodeCursor(cursor, z.int(), Number.MAX_SAFE_INTEGER);
      lines.catchUp();
      const entries = projection
        .statement(accountId, programId, Math.floor(before / 2) + 1, limit + 2)
        .flatMap((row) => toPositionedEntries(accountId, row))
        .filter(({ position, entry }) => position < before && (!programId || entry.programId === programId));
      return toPage(
        entries.slice(0, limit + 1),
        limit,
        ({ position }) => position,
        ({ entry }) => entry,
      );
    },

    accountHistory: (accountId, options) =>
      askPage(catalogue.accountHistory, { accountId }, options, ({ changes }) => changes),

    async clearing(cycle, options) {
      if (options.consistency === 'ledger') return ask(catalogue.clearingPositions, { cycle }, options);
      return current(clearingOf(cycle, projection.clearing(cycle)));
    },
    cycle: (cycle, options) => ask(catalogue.getCycle, { cycle }, options),

    async hold({ mspId, holdId }, options) {
      if (options.consistency === 'ledger') return ask(catalogue.getHold, { mspId, holdId }, options);
      const hold = projection.hold(mspId, holdId);
      if (!hold) throw new Failure('HOLD_UNKNOWN', `${mspId} has posted no hold with the id ${holdId}.`);
      return current(hold);
    },

    async holdByPreimage(preimage, { caller }) {
      const find = (): catalogue.Hold | undefined =>
        projection
          .organizations()
          .map(({ mspId }) => projection.holdByHashLock(hashLockOf(mspId, preimage), mspId, caller.mspId))
          .find((hold) => hold !== undefined);
      // A code may be shown the moment it was made: what is not here yet may be on the peer.
      const hold = find() ?? (await caughtUp().then(find));
      if (!hold) throw new Failure('HOLD_UNKNOWN', 'This opens no hold for this organisation.');
      return current(hold);
    },

    async holds(accountId, options) {
      if (options.consistency === 'ledger') {
        return askPage(catalogue.listHolds, { accountId }, options, ({ holds }) => holds);
      }
      requireAccount(accountId);
      const after = decodeCursor(options.cursor, holdPosition, FIRST_HOLD);
      const at = ({ programId, mspId, holdId }: catalogue.Hold) => ({ programId, mspId, holdId });
      return toPage(projection.openHolds(accountId, after, options.limit + 1), options.limit, at, same);
    },

    async rates(options) {
      const { sourceProgramId, targetProgramId, limit } = options;
      if (options.consistency === 'ledger') {
        const request = {
          ...(sourceProgramId === undefined ? {} : { sourceProgramId }),
          ...(targetProgramId === undefined ? {} : { targetProgramId }),
        };
        return askPage(catalogue.listRates, request, options, ({ rates }) => rates);
      }
      const after = decodeCursor(options.cursor, ratePosition, FIRST_RATE);
      return toPage(
        projection.rates({ sourceProgramId, targetProgramId }, after, limit + 1),
        limit,
        (rate) => ({
          sourceProgramId: rate.sourceProgramId,
          targetProgramId: rate.targetProgramId,
          version: rate.version,
        }),
        same,
      );
    },

    async rate({ sourceProgramId, targetProgramId, version }, options) {
      const reference = { sourceProgramId, targetProgramId, version };
      if (options.consistency === 'ledger') {
        const { value, asOfBlock } = await ask(catalogue.getRate, reference, options);
        return { value: toRateView(value), asOfBlock };
      }
      const rate = projection.rate(reference);
      if (!rate)
        throw new Failure('RATE_UNKNOWN', `No version ${version} from ${sourceProgramId} to ${targetProgramId}.`);
      return current(toRateView({ rate, quota: projection.rateLanes(reference) }));
    },

    quote({ sourceProgramId, targetProgramId, amount, version }, options) {
      const request = { sourceProgramId, targetProgramId, amount };
      return ask(catalogue.quoteRate, version === undefined ? request : { ...request, version }, options);
    },

    async settlements(options) {
      const { cycle, limit } = options;
      if (options.consistency === 'ledger') {
        return askPage(catalogue.listSettlements, cycle === undefined ? {} : { cycle }, options, (r) => r.settlements);
      }
      const after = decodeCursor(options.cursor, settlementPosition, FIRST_SETTLEMENT);
      const at = (row: catalogue.Settlement) => ({ cycle: row.cycle, debtor: row.debtor, creditor: row.creditor });
      return toPage(projection.settlements(cycle, after, limit + 1), limit, at, same);
    },

    async settlement({ cycle, debtor, creditor }, options) {
      const pair = { cycle, debtor, creditor };
      if (options.consistency === 'ledger') return ask(catalogue.getSettlement, pair, options);
      const settlement = projection.settlement(pair);
      if (!settlement)
        throw new Failure(
          'SETTLEMENT_UNKNOWN',
          `${debtor} owes ${creditor} nothing for ${cycle}, or it is not closed.`,
        );
      return current(settlement);
    },

    agedSettlements: ({ debtor, creditor, ...options }) =>
      ask(
        catalogue.agedSettlements,
        { ...(debtor === undefined ? {} : { debtor }), ...(creditor === undefined ? {} : { creditor }) },
        options,
      ),
  };
}

/** What may still be issued at a rate: of a withdrawn one nothing, as the rest went back to the programme. */
function toRateView({ rate, quota }: ReplyOf<typeof catalogue.getRate>): RateView {
  const left = quota.reduce((sum, { granted, used }) => sum + BigInt(granted) - BigInt(used), 0n);
  return { rate, quota, remaining: String(rate.status === 'withdrawn' ? 0n : left) };
}

/** Positions with, over all programmes, what each organisation is owed (positive) or owes (negative). */
function clearingOf(
  cycle: string,
  sums: ReturnType<Projection['clearing']>,
): ReplyOf<typeof catalogue.clearingPositions> {
  const positions = sums.map((position) => ({ ...position, amount: String(position.amount) }));
  return { cycle, positions, net: catalogue.netOf(positions) };
}
