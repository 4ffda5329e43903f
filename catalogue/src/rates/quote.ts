/** What an amount buys at a rate: exact, in whole points, and never paying for a fraction that is not received. */
import type { Operation } from '../points/operations.js';
import type { Rate, RateReference } from './rates.js';

export interface Quote {
  /** Points of the source that are taken. */
  taken: bigint;
  /** Points of the target that are issued. */
  received: bigint;
  /** What is left of the amount because it buys nothing; the member keeps it. */
  remainder: bigint;
}

/**
 * `received` is rounded down. Of the amount, only as many points are taken as are needed for it: the smallest number
 * that still buys `received`.
 */
export function quote({ numerator, denominator }: Pick<Rate, 'numerator' | 'denominator'>, amount: bigint): Quote {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  const received = (amount * n) / d;
  const taken = (received * d + n - 1n) / n;
  return { taken, received, remainder: amount - taken };
}

/** The rate that an exchange names. */
export function rateOf(exchange: Extract<Operation, { kind: 'exchange' }>): RateReference {
  const { programId: sourceProgramId, targetProgramId, rateVersion: version } = exchange;
  return { sourceProgramId, targetProgramId, version };
}
