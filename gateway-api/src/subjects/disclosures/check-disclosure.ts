/**
 * Holds a disclosed figure against the ledger: against the hash in the state, and where that is another one or gone,
 * against the hashes that blocks wrote before. Pure: what the ledger says is given.
 */
import { hash } from 'node:crypto';
import { canonicalJson, figureNames, type Disclosure, type Figure } from '@commonpoint/catalogue';
import type { HashedWriteRow } from '../../projection/hashed-writes.js';
import type { CheckedDisclosure, Place } from './views.js';

/** A figure's writes by month and name, oldest first. */
export type WritesOf = (period: string, name: string) => readonly HashedWriteRow[];

/** So many months before and after are looked at, to say that a figure is another month's. */
const MONTHS_AROUND = 24;

/** A figure that was amended more often than this is not looked for under another revision. */
const REVISIONS_TRIED_MAX = 500;

/** `ledgerHash` is what the state has for the figure now. */
export function checkDisclosure(
  disclosure: Disclosure,
  ledgerHash: string | undefined,
  writesOf: WritesOf,
): CheckedDisclosure {
  const { figure } = disclosure;
  const of = `${figure.name} of ${figure.period}`;
  const disclosed = figureHash(figure);
  const writes = writesOf(figure.period, figure.name);
  const index = writes.findLastIndex(({ valueHash }) => valueHash === disclosed);
  const written = placeOf(writes[index]);
  const found = { ...disclosure, hash: disclosed, ledgerHash, written };

  if (ledgerHash === disclosed) {
    const where = written === undefined ? '' : `, written in block ${written.blockNumber}`;
    return { ...found, verdict: 'current', finding: `The hash is that of ${of} in the ledger’s state${where}.` };
  }
  if (written !== undefined) {
    const next = writes[index + 1];
    const ended = placeOf(next);
    const matches = `The hash is that of ${of} as written in block ${written.blockNumber}`;
    if (next?.valueHash !== undefined) {
      const finding = `${matches}, which block ${next.blockNumber} replaced with another value.`;
      return { ...found, verdict: 'superseded', ended, finding };
    }
    const removal = next === undefined ? 'has expired since' : `was removed in block ${next.blockNumber}`;
    return { ...found, verdict: 'removed', ended, finding: `${matches}; the figure ${removal}.` };
  }

  const nearest = findNearest(figure, writesOf, writes.length);
  if (writes.length === 0) {
    const also = nearest === undefined ? '' : ` ${nearest.sentence}`;
    return {
      ...found,
      verdict: 'unknown',
      differs: nearest?.field,
      finding: `${figure.owner} never recorded ${of}.${also}`,
    };
  }
  const last = writes.findLast(({ valueHash }) => valueHash !== undefined)!;
  const difference = nearest?.sentence ?? 'The value, its label or its salt is not what was recorded.';
  return {
    ...found,
    verdict: 'altered',
    differs: nearest?.field,
    finding: `The hash ${disclosed} was never that of ${of}; block ${last.blockNumber} wrote ${last.valueHash}. ${difference}`,
  };
}

/** The SHA-256, in hex, of the row that the figure was. */
export function figureHash(figure: Figure): string {
  return hash('sha256', canonicalJson(figure));
}

/** What would have to be otherwise, if it is a single field whose values can be counted. */
function findNearest(
  figure: Figure,
  writesOf: WritesOf,
  writesCount: number,
): { field: 'period' | 'name' | 'revision'; sentence: string } | undefined {
  const isWritten = (other: Figure): boolean => {
    const wanted = figureHash(other);
    return writesOf(other.period, other.name).some(({ valueHash }) => valueHash === wanted);
  };
  // Revisions count all that was done to the month, so there may be more than writes of this figure.
  for (let revision = 1; revision <= Math.min(2 * writesCount + 50, REVISIONS_TRIED_MAX); revision++) {
    if (isWritten({ ...figure, revision })) {
      return { field: 'revision', sentence: `It is what revision ${revision} said, not ${figure.revision}.` };
    }
  }
  for (const name of figureNames) {
    if (isWritten({ ...figure, name })) {
      return { field: 'name', sentence: `It is the ${name} of the month, not the ${figure.name}.` };
    }
  }
  for (const period of monthsAround(figure.period)) {
    if (isWritten({ ...figure, period })) {
      return { field: 'period', sentence: `It is the ${figure.name} of ${period}, not of ${figure.period}.` };
    }
  }
  return undefined;
}

function monthsAround(period: string): string[] {
  const [year, month] = period.split('-').map(Number) as [number, number];
  return Array.from({ length: 2 * MONTHS_AROUND + 1 }, (_, index) =>
    new Date(Date.UTC(year, month - 1 + index - MONTHS_AROUND)).toISOString().slice(0, 7),
  );
}

function placeOf(write: HashedWriteRow | undefined): Place | undefined {
  return write && { blockNumber: write.blockNumber, txId: write.txId };
}
