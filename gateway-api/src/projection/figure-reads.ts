/**
 * Business figures: values from the own peer, which holds those of its own organisation; hashes from any peer; when they
 * were written, and what was there before, from the blocks.
 */
import { hash } from 'node:crypto';
import * as catalogue from '@commonpoint/chaincode/catalogue';
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/chaincode/catalogue';
import type { FigureLedger, PublishedView, Read, ReadOptions } from '../ports.js';
import { checkDisclosure } from './check-disclosure.js';
import type { HashedWriteRow, Projection } from './queries.js';

type Ask = <T extends Transaction>(entry: T, request: RequestOf<T>, options: ReadOptions) => Promise<Read<ReplyOf<T>>>;

export function createFigureReads(ask: Ask, projection: Projection): FigureLedger {
  const writesOf = (owner: string, parts: readonly string[]): HashedWriteRow[] =>
    projection.hashedWrites(catalogue.figuresCollection(owner), keyHash(parts));
  const writesOfFigure = (owner: string, period: string, name: string): HashedWriteRow[] =>
    writesOf(owner, catalogue.figureKeyParts(period, name));

  const ledger: FigureLedger = {
    async figures(span, options) {
      const request = { owner: options.caller.mspId, ...span };
      const { value, asOfBlock } = await ask(catalogue.listFigures, request, options);
      return { value: value.months, asOfBlock };
    },

    figuresOfMonth: (period, options) => ask(catalogue.getFigures, { owner: options.caller.mspId, period }, options),

    async publishedFigures(owner, span, options) {
      const { value, asOfBlock } = await ask(catalogue.publishedFigures, { owner, ...span }, options);
      const figures = value.figures.map((figure): PublishedView => {
        const { period, name, hash: current } = figure;
        const written = writesOfFigure(owner, period, name).findLast(({ valueHash }) => valueHash === current);
        if (written === undefined) return figure;
        // Whatever is done to a month writes its outline, so everybody can count.
        const revision = writesOf(owner, catalogue.figuresKeyParts(period)).findIndex(
          ({ txId }) => txId === written.txId,
        );
        return { ...figure, revision: revision + 1, written: { blockNumber: written.blockNumber, txId: written.txId } };
      });
      return { value: figures, asOfBlock };
    },

    async disclosures({ owner, period, name }, options) {
      const request = {
        ...(owner === undefined ? {} : { owner }),
        ...(period === undefined ? {} : { period }),
        ...(name === undefined ? {} : { name }),
      };
      const { value, asOfBlock } = await ask(catalogue.listDisclosures, request, options);
      const states = new Map<string, Promise<readonly PublishedView[]>>();
      const stateOf = (of: string, month: string): Promise<readonly PublishedView[]> => {
        const key = `${of} ${month}`;
        const state =
          states.get(key) ??
          ledger.publishedFigures(of, { from: month, to: month }, options).then((read) => read.value);
        states.set(key, state);
        return state;
      };
      const checked = value.disclosures.map(async (disclosure) => {
        const { figure } = disclosure;
        const state = await stateOf(figure.owner, figure.period);
        const ledgerHash = state.find((each) => each.name === figure.name)?.hash;
        return checkDisclosure(disclosure, ledgerHash, (month, of) => writesOfFigure(figure.owner, month, of));
      });
      return { value: await Promise.all(checked), asOfBlock };
    },
  };
  return ledger;
}

/** As a block has it: the SHA-256 of the composite key. */
function keyHash(parts: readonly string[]): string {
  return hash('sha256', `\u0000${parts.map((part) => `${part}\u0000`).join('')}`);
}
