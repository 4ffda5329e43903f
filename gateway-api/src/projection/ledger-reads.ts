/**
 * The read half of the gateway, as HTTP sees it: from the projection, or from the peer where that is asked for.
 */
import { z } from 'zod';
import * as catalogue from '@commonpoint/chaincode/catalogue';
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/chaincode/catalogue';
import type { Channel } from '../fabric/channel.js';
import { Failure, type Ledger, type Page, type PageOptions, type Read, type ReadOptions } from '../ports.js';
import { toFailure } from '../writes/ledger-transactions.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import type { Projection } from './queries.js';
import type { StatementLines } from './statement-lines.js';
import { toStatementEntry } from './statement.js';

const lotPosition = z.strictObject({ programId: z.string(), lotId: z.string() });
const bookmark = z.string().max(4096);
const FIRST_LOT = { programId: '', lotId: '' };

export function createLedgerReads(projection: Projection, lines: StatementLines, channel: Channel): Ledger {
  const current = <T>(value: T): Read<T> => ({ value, asOfBlock: projection.lastBlock() });

  async function ask<T extends Transaction>(
    entry: T,
    request: RequestOf<T>,
    { caller }: ReadOptions,
  ): Promise<Read<ReplyOf<T>>> {
    try {
      // Asked first, so that the answer includes at least this block.
      const asOfBlock = (await channel.height()) - 1;
      const reply = await channel.evaluate(caller.role, entry.name, JSON.stringify(request));
      return { value: JSON.parse(Buffer.from(reply).toString()) as ReplyOf<T>, asOfBlock };
    } catch (error) {
      throw toFailure(error).failure;
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
      const { issued, redeemed, expired, reversed } = projection.supply(programId);
      return current({
        programId,
        cap,
        capOn,
        issued: String(issued),
        outstanding: String(issued - redeemed - expired - reversed),
        held: '0',
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
      const text = ({ programId, available, expired }: ReturnType<Projection['balances']>[number]) => ({
        programId,
        available: String(available),
        held: '0',
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
      const rows = projection.statement(accountId, programId, before, limit + 1);
      return toPage(
        rows,
        limit,
        ({ seq }) => seq,
        (row) => toStatementEntry(accountId, row),
      );
    },

    accountHistory: (accountId, options) =>
      askPage(catalogue.accountHistory, { accountId }, options, ({ changes }) => changes),

    async clearing(cycle, options) {
      if (options.consistency === 'ledger') return ask(catalogue.clearingPositions, { cycle }, options);
      return current(clearingOf(cycle, projection.clearing(cycle)));
    },
  };
}

/** Positions with, over all programmes, what each organisation is owed (positive) or owes (negative). */
function clearingOf(
  cycle: string,
  positions: ReturnType<Projection['clearing']>,
): ReplyOf<typeof catalogue.clearingPositions> {
  const net = new Map<string, bigint>();
  for (const { debtor, creditor, amount } of positions) {
    net.set(debtor, (net.get(debtor) ?? 0n) - amount);
    net.set(creditor, (net.get(creditor) ?? 0n) + amount);
  }
  return {
    cycle,
    positions: positions.map((position) => ({ ...position, amount: String(position.amount) })),
    net: [...net]
      .map(([mspId, amount]) => ({ mspId, amount: String(amount) }))
      .toSorted((a, b) => (a.mspId < b.mspId ? -1 : 1)),
  };
}
