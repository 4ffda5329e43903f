/** What an audit says when something is wrong. */

/** Something that is wrong. */
export interface Finding {
  /** The block's number; of what concerns the whole ledger, that of the last one. */
  readonly block: number;
  /** What kind of promise is broken. */
  readonly about:
    'block' | 'orderers' | 'configuration' | 'contents' | 'signatures' | 'authors' | 'commit-hash' | 'ledger' | 'peers';
  readonly text: string;
}

export const sentenceOf = ({ block, text }: Finding): string =>
  text.startsWith('block ') ? text : `block ${block}: ${text}`;
