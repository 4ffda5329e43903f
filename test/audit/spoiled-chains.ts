/** Chains of transactions with lots, of which this or that is spoiled, and what an audit finds of them. */
import { BlockAudit, type BlockAuditOptions } from '../../audit/src/block-audit.js';
import { Beforehand } from '../../audit/src/beforehand.js';
import { readBlock } from '../../audit/src/block.js';
import { EncodedChain, type Made } from '../support/encode-block.js';
import type { Random } from '../support/malformed-bytes.js';

export const H = 'HarborMSP';
export const TIME = '2026-11-23T10:00:00.000Z';
export const EXPIRY = '2028-11-23';

export type Key = readonly string[];
export interface Row {
  key: Key;
  /** Undefined where it is deleted. */
  text: string | undefined;
}
export interface Sent {
  readonly txId: string;
  made: Made;
  rows: Row[];
}

export const row = (key: Key, value?: object): Row => ({ key, text: value && JSON.stringify(value) });
export const call = (name: string, argument: object = {}, mspId = H): Made => {
  return { mspId, name, request: JSON.stringify(argument), time: Date.parse(TIME) };
};
export const txIdOf = (n: number): string => n.toString(16).padStart(64, 'a');
export const accountOf = (n: number): string => `${H}:${String(n).padStart(32, '0')}`;
export const programOf = (more: object = {}, id = 'harbor'): Row =>
  row(['program', id], {
    ...{ programId: id, issuer: H, cap: '1000000000000', capOn: 'issued', status: 'active', expiryMonths: 24 },
    ...{ clearingValues: [], rules: {}, lanes: 1, ...more },
  });

export type Spoil = (sent: Sent, random: Random) => void;
export const some = <T>(all: readonly T[], random: Random): T => all[random(all.length)]!;
export const rowsOf = ({ rows }: Sent, kind: string): Row[] => rows.filter(({ key }) => key[0] === kind);
/** Another value of one row of a kind. */
export const change =
  (kind: string, with_: (value: Record<string, unknown>, random: Random) => object): Spoil =>
  (sent, random) => {
    const [at, of] = [random(1_000), rowsOf(sent, kind)];
    const chosen = of[at % Math.max(1, of.length)];
    if (chosen?.text === undefined) return;
    const value = JSON.parse(chosen.text) as Record<string, unknown>;
    chosen.text = JSON.stringify({ ...value, ...with_(value, random) });
  };
export const key =
  (kind: string, with_: (parts: string[], random: Random) => string[]): Spoil =>
  (sent, random) => {
    const of = rowsOf(sent, kind);
    if (of.length === 0) return;
    const chosen = some(of, random);
    chosen.key = with_([...chosen.key], random);
  };
export const at =
  (place: number, value: (random: Random) => string) =>
  (parts: string[], random: Random): string[] =>
    parts.with(place, value(random));

export function chainOf(transactions: readonly Sent[], random: Random): Uint8Array[] {
  const made = new Map(transactions.map((each) => [each.txId, each.made]));
  const blocks: { number: number; transactions: Sent[] }[] = [];
  for (const each of transactions) {
    const last = blocks.at(-1);
    if (last === undefined || blocks.length < 3 || random(3) > 0) {
      blocks.push({ number: blocks.length, transactions: [each] });
    } else last.transactions.push(each);
  }
  const chain = new EncodedChain((txId) => made.get(txId)!);
  const told = blocks.map(({ number, transactions: of }) => ({
    number,
    transactions: of.map(({ txId, rows }) => ({
      ...{ txId, validationCode: 0, hashedWrites: [] },
      writes: rows.map(({ key: parts, text }) => ({
        key: parts,
        value: text === undefined ? undefined : Buffer.from(text),
      })),
    })),
  }));
  return blocks.map(({ number }) => chain.at(number, told as never));
}

export function audited(blocks: readonly Uint8Array[], options: Partial<BlockAuditOptions>, isAhead = false) {
  const audit = new BlockAudit({ chaincode: 'points', ...options });
  const beforehand = isAhead ? new Beforehand(audit.start!) : undefined;
  const found = blocks.map((block, number) => audit.apply(block, beforehand?.of(readBlock(block), number)));
  const { about: _about, ...ledger } = audit.finish();
  const { log } = options.trustsPeer === true ? { log: undefined } : audit.start!;
  const sums = [ledger.balances, ledger.supply, ledger.clearing].map((all) => [...all]);
  return { found, sums, operations: ledger.operations, left: ledger.findings, commitHash: audit.end?.commitHash, log };
}

export const first = (): Sent => ({ txId: txIdOf(0), made: call('Programs:Create'), rows: [programOf()] });

/** What may be wrong with a lot that a transaction writes, whatever made it; numbers are those below which the test draws what it puts in place. */
export function lotSpoils(below: {
  readonly accounts: number;
  readonly transactions: number;
  readonly lots: number;
}): Readonly<Record<string, Spoil>> {
  const lotAt = (place: number, value: (random: Random) => string): Spoil => key('lot', at(place, value));
  return {
    'a lot of more': change('lot', ({ amount }) => ({ amount: String(Number(amount) + 1) })),
    'a lot of nothing': change('lot', () => ({ amount: '0' })),
    'a lot that is to mature': change('lot', () => ({ maturesOn: '2027-01-01' })),
    'a lot with digits before': change('lot', ({ amount }) => ({ amount: `0${String(amount)}` })),
    'a lot of very much': change('lot', () => ({ amount: '123456789012345678' })),
    'a lot without origin': change('lot', () => ({ originId: '', originMspId: H })),
    'a lot of no amount': change('lot', () => ({ amount: 5 })),
    'a lot of another account': lotAt(1, (random) => accountOf(random(below.accounts))),
    'a lot of another programme': lotAt(2, () => 'citypark'),
    'a lot with another day': lotAt(3, () => '2028-11-24'),
    'a lot of another transaction': lotAt(4, (random) => txIdOf(random(below.transactions))),
    'a lot of another number': lotAt(5, (random) => String(random(below.lots)).padStart(5, '0')),
    'a number in other digits': lotAt(5, (random) => String(random(below.lots))),
  };
}
