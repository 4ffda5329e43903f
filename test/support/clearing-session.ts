/** What scenarios read of cycles and settlements, through REST. */
import type { RunningConsortium } from './running-consortium.js';

export interface Position {
  readonly debtor: string;
  readonly creditor: string;
  readonly programId: string;
  readonly amount: string;
}
interface Owed {
  readonly debtor: string;
  readonly creditor: string;
  readonly amount: string;
}
export interface Cycle {
  readonly cycle: string;
  readonly status: string;
  readonly folded: number;
  readonly positions: readonly Position[];
  readonly net: readonly { mspId: string; amount: string }[];
  readonly moneyNet: readonly { mspId: string; amount: string }[];
  readonly payments: readonly Owed[];
  readonly remainders: readonly Owed[];
  readonly unvalued: readonly string[];
  readonly closedAt?: string;
}
export interface Settlement extends Owed {
  readonly currency: string;
  readonly status: string;
}

/** A cycle as the peer of an organisation has it. */
export async function readCycle(running: RunningConsortium, slug: string, cycle: string): Promise<Cycle> {
  const { asOfBlock: _height, ...statement } = await running.as(slug).get(`/v1/clearing/cycles/${cycle}`);
  return statement;
}

/** By `debtor creditor programId`. */
export function amountsOf({ positions }: Pick<Cycle, 'positions'>): Record<string, string> {
  return Object.fromEntries(
    positions.map((each) => [`${each.debtor} ${each.creditor} ${each.programId}`, each.amount]),
  );
}

export function sumOf(entries: readonly { readonly amount: string }[]): bigint {
  return entries.reduce((total, { amount }) => total + BigInt(amount), 0n);
}
