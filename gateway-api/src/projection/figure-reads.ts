/**
 * Business figures: values from the own peer, which holds those of its own organisation; hashes from any peer; when they
 * were written, and what was there before, from the blocks.
 */
import { hash } from 'node:crypto';
import * as catalogue from '@commonpoint/catalogue';
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { FigureLedger, PublishedView } from '../ports.js';
import type { Read, ReadOptions } from '../channel/reads.js';
import { checkDisclosure } from './check-disclosure.js';
import type { HashedWriteRow, Projection } from './queries.js';

type Ask = <T extends Transaction>(entry: T, request: RequestOf<T>, options: ReadOptions) => Promise<Read<ReplyOf<T>>>;

interface FigureReadsParts {
  readonly ask: Ask;
  readonly projection: Projection;
  /** Waits a while for the projection to have all that the peer has, and says whether it does. */
  readonly caughtUp: () => Promise<boolean>;
}

export function createFigureReads({ ask, projection, caughtUp }: FigureReadsParts): FigureLedger {
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
      const monthOf = ({ figure: { owner: of, period: month } }: catalogue.Disclosure) => `${of} ${month}`;
      const months = new Map(value.disclosures.map((each) => [monthOf(each), each.figure]));
      const states = new Map(
        await Promise.all(
          [...months].map(async ([key, { owner: of, period: month }]) => {
            const state = await ledger.publishedFigures(of, { from: month, to: month }, options);
            return [key, state.value] as const;
          }),
        ),
      );
      // Asked now, so that whatever the state had to say is in the blocks.
      if (value.disclosures.length > 0 && !(await caughtUp())) throw behind();
      const checked = value.disclosures.map((disclosure) => {
        const { figure } = disclosure;
        const ledgerHash = states.get(monthOf(disclosure))?.find((each) => each.name === figure.name)?.hash;
        return checkDisclosure(disclosure, ledgerHash, (month, of) => writesOfFigure(figure.owner, month, of));
      });
      return { value: checked, asOfBlock };
    },
  };
  return ledger;
}

/** To say of a merchant that it never recorded something, all blocks have to be known. */
function behind(): Failure {
  const detail = 'This gateway has not read all blocks yet; what it said of a disclosure could be wrong.';
  return new Failure('LEDGER_TIMEOUT', detail, { retryAfterS: 2 });
}

/** As a block has it: the SHA-256 of the composite key. */
function keyHash(parts: readonly string[]): string {
  return hash('sha256', `\u0000${parts.map((part) => `${part}\u0000`).join('')}`);
}
