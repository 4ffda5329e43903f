/** Figures and disclosures of the ledger in memory: the real rules, over a map. */
import { hash } from 'node:crypto';
import {
  canonicalJson,
  figureNames,
  monthsBetween,
  type Disclosure,
  type Figure,
  type FigureInput,
  type FiguresOfMonth,
} from '@commonpoint/catalogue';
import { decideDisclosure, figureHash } from '../../chaincode/src/domain/figures/disclosures.js';
import {
  decideAmend,
  decidePurge,
  decideRecord,
  unknownFigures,
  type FiguresChange,
  type FiguresRow,
} from '../../chaincode/src/domain/figures/figures.js';
import { Refusal } from '../../chaincode/src/domain/core/refusal.js';
import { Failure } from '../../gateway-api/src/channel/failures.js';
import type { CheckedDisclosure, FigureLedger } from '../../gateway-api/src/ports.js';
import type { Read } from '../../gateway-api/src/channel/reads.js';

interface Surroundings {
  readonly mspId: string;
  readonly time: string;
  readonly read: <T>(value: () => T) => Promise<Read<T>>;
}

export interface FakeFigures {
  readonly ledger: FigureLedger;
  /** What was given in confidence, in order. */
  readonly privateInputs: unknown[];
  /** What a transaction does; undefined if it is none of these. */
  do(name: string, request: Record<string, unknown>, privateInput: unknown): unknown;
}

export function createFakeFigures({ mspId, time, read }: Surroundings): FakeFigures {
  const months = new Map<string, FiguresRow>();
  const figures = new Map<string, Figure>();
  const disclosures: Disclosure[] = [];
  const privateInputs: unknown[] = [];
  const must = <T>(decision: T | Refusal): T => {
    if (decision instanceof Refusal) throw new Failure(decision.code, decision.detail, decision.extra);
    return decision;
  };
  const apply = ({ row, figures: changed, purged }: FiguresChange) => {
    months.set(row.period, row);
    for (const figure of changed) figures.set(`${figure.period} ${figure.name}`, figure);
    for (const name of purged) figures.delete(`${row.period} ${name}`);
    const { requests: _requests, ...outline } = row;
    return outline;
  };
  const monthOf = (period: string): FiguresOfMonth | undefined => {
    const row = months.get(period);
    if (row === undefined) return undefined;
    const { requests: _requests, ...outline } = row;
    return {
      ...outline,
      names: [...outline.names],
      figures: outline.names.map((name) => figures.get(`${period} ${name}`)!),
    };
  };

  return {
    privateInputs,
    ledger: {
      figures: ({ from, to }) => read(() => monthsBetween(from, to).flatMap((period) => monthOf(period) ?? [])),
      figuresOfMonth: (period) => read(() => monthOf(period) ?? must<FiguresOfMonth>(unknownFigures(period))),
      publishedFigures: (owner, { from, to }) =>
        read(() => {
          if (owner !== mspId) throw new Failure('COLLECTION_UNKNOWN');
          return monthsBetween(from, to).flatMap((period) =>
            figureNames.flatMap((name) => {
              const figure = figures.get(`${period} ${name}`);
              return figure === undefined ? [] : [{ period, name, hash: hash('sha256', canonicalJson(figure)) }];
            }),
          );
        }),
      disclosures: ({ name }) =>
        read(() =>
          disclosures
            .filter(({ figure }) => name === undefined || figure.name === name)
            .map((each): CheckedDisclosure => ({
              ...each,
              verdict: 'current',
              finding: 'It is so.',
              hash: figureHash(each.figure),
            })),
        ),
    },
    do(name, request, privateInput) {
      const { period = '', id = '', names } = request as { period?: string; id?: string; names?: string[] };
      const row = months.get(period);
      const given = (privateInput as { figures: FigureInput[] } | undefined)?.figures ?? [];
      if (privateInput !== undefined) privateInputs.push(privateInput);
      switch (name) {
        case 'Figures:Record':
          return apply(must(decideRecord(row, { owner: mspId, period }, id, given)));
        case 'Figures:Amend':
          return apply(must(decideAmend(row, request as never, id, given)));
        case 'Figures:Purge':
          return apply(must(decidePurge(row, { owner: mspId, period }, id, names)));
        case 'Disclosures:Disclose': {
          const shown = given as Figure[];
          const { source } = request as Pick<Disclosure, 'source'>;
          const hashes = shown.map((each) => {
            const figure = figures.get(`${each.period} ${each.name}`);
            return figure && figureHash(figure);
          });
          must(decideDisclosure(mspId, shown, source, hashes) ?? true);
          for (const figure of shown) {
            disclosures.push({ id, figure, source, disclosedAt: time, txId: 'd'.repeat(64) });
          }
          return { owner: mspId, count: shown.length, source };
        }
        default:
          return undefined;
      }
    },
  };
}
