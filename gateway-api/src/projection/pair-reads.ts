/** Terms and money statements of two merchants: asked of the own peer, which is one of those that hold them. */
import * as catalogue from '@commonpoint/catalogue';
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';
import type { Page, PageOptions, Read, ReadOptions } from '../channel/reads.js';
import type { PairLedger } from '../ports.js';

type Ask = <T extends Transaction>(entry: T, request: RequestOf<T>, options: ReadOptions) => Promise<Read<ReplyOf<T>>>;
type AskPage = <T extends Transaction, Item>(
  entry: T,
  request: RequestOf<T>,
  options: PageOptions,
  itemsOf: (reply: ReplyOf<T>) => readonly Item[],
) => Promise<Page<Item>>;

export function createPairReads(ask: Ask, askPage: AskPage): PairLedger {
  return {
    terms: ({ counterparty, ...options }) =>
      askPage(catalogue.listTerms, counterparty === undefined ? {} : { counterparty }, options, ({ terms }) => terms),
    privateTerms: ({ counterparty, version }, options) => ask(catalogue.getTerms, { counterparty, version }, options),
    statements: (cycle, options) =>
      askPage(catalogue.listStatements, { cycle }, options, ({ statements }) => statements),
    moneyStatement: ({ counterparty, cycle }, options) => ask(catalogue.getStatement, { counterparty, cycle }, options),
  };
}
