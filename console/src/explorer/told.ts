/** What the gateway says of a block, held against the block's own bytes. Pure: by what the bytes are read is given. */
import type { readBlock, readEnvelope } from '@commonpoint/verify/block';

/** As the gateway says it. */
export interface Told {
  readonly hash: string;
  readonly previousHash: string;
  readonly dataHash: string;
  readonly transactions: readonly {
    readonly index: number;
    readonly txId?: string | undefined;
    readonly called?: string | undefined;
  }[];
}

/** A figure of the header; how many transactions there are; or an id, or what was called, of the one at this place. */
export type Otherwise =
  | { readonly what: 'hash' | 'previousHash' | 'dataHash' | 'transactions' }
  | { readonly what: 'transaction' | 'called'; readonly index: number };

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * What is told otherwise than the bytes say.
 *
 * @param hash as it was recomputed
 */
export function toldOtherwise(
  told: Told,
  { header, envelopes }: Pick<ReturnType<typeof readBlock>, 'header' | 'envelopes'>,
  hash: string,
  read: typeof readEnvelope,
): readonly Otherwise[] {
  const places = told.transactions.map(({ index }) => index).join();
  const figures = [
    ['hash', told.hash, hash],
    ['previousHash', told.previousHash, hex(header.previousHash)],
    ['dataHash', told.dataHash, hex(header.dataHash)],
    ['transactions', places, [...envelopes.keys()].join()],
  ] as const;
  return [
    ...figures.flatMap(([what, says, is]) => (says === is ? [] : [{ what }])),
    ...told.transactions.flatMap(({ index, txId, called }): Otherwise[] => {
      const is = envelopes[index] && named(envelopes[index], read);
      if (is === undefined) return [];
      return [
        ...(txId === undefined || txId === is.txId ? [] : [{ what: 'transaction' as const, index }]),
        ...(called === undefined || called === is.called ? [] : [{ what: 'called' as const, index }]),
      ];
    }),
  ];
}

/** Undefined of what is no transaction, or cannot be read. */
function named(
  bytes: Uint8Array,
  read: typeof readEnvelope,
): { readonly txId: string; readonly called: string } | undefined {
  try {
    const envelope = read(bytes);
    return envelope.kind === 'transaction' ? { txId: envelope.txId, called: envelope.called() } : undefined;
  } catch {
    return undefined;
  }
}
