/** Rows and transactions of the ledger in the words of points. */
import type { Routes } from '@commonpoint/client';
import type { ComponentChildren, JSX } from 'preact';
import { Badge, Id, Organization, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { shortId } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

export type Transaction = Routes['/v1/explorer/transactions/{txId}']['get']['reply'];
export type Line = Routes['/v1/explorer/blocks/{block}']['get']['reply']['transactions'][number];
type NamedRow = Pick<Transaction['reads'][number], 'collection' | 'type' | 'names' | 'key' | 'namespace'>;

export const Verdict = ({ of }: { of: Pick<Line, 'validationCode' | 'verdict'> }): JSX.Element => (
  <Badge tone={of.validationCode === 0 ? 'good' : 'bad'}>{tOf('verdict', of.verdict)}</Badge>
);

/** In the reader’s language where there is such a text, otherwise as the gateway says it. */
export function explanationOf({ verdict, explanation }: Pick<Line, 'verdict' | 'explanation'>): string {
  const text = tOf('explanation', verdict);
  return text === verdict ? explanation : text;
}

export const ToTransaction = ({ txId }: { txId: string | undefined }): JSX.Element =>
  txId === undefined ? <span>—</span> : <Id of={txId} href={addressOf(['explorer', 'transactions', txId])} />;

export const ToBlock = ({ block }: { block: number }): JSX.Element => (
  <a href={addressOf(['explorer', 'blocks', block])}>{block}</a>
);

export const Maker = ({ of }: { of: Pick<Line, 'creator'> }): JSX.Element =>
  of.creator === undefined ? (
    <span>—</span>
  ) : (
    <span title={of.creator.name}>
      <Organization of={of.creator.mspId} />
    </span>
  );

export const When = ({ at }: { at: string | undefined }): JSX.Element =>
  at === undefined ? <span>—</span> : <Time at={at} exact />;

/** A row by its kind and names, leading to its history; of a private one, the collection and its hash. */
export function RowName({ of }: { of: NamedRow }): JSX.Element {
  if (of.collection !== undefined)
    return (
      <span>
        {t('explorer.privateRow')} <code title={of.key}>{of.collection}</code>
      </span>
    );
  const names: ComponentChildren = Object.entries(of.names).map(([name, value]) => (
    <code key={name} title={`${name}: ${value}`}>
      {' '}
      {shortId(value)}
    </code>
  ));
  if (of.type === undefined) return <code>{of.key}</code>;
  return (
    <a href={addressOf(['explorer', 'history'], { key: of.key })}>
      {tOf('row', of.type)}
      {names}
    </a>
  );
}

/** What stands in a row, to be unfolded. */
export function Value({ of, isDeleted }: { of: unknown; isDeleted: boolean }): JSX.Element {
  if (isDeleted) return <span class="note">{t('explorer.deleted')}</span>;
  if (of === undefined) return <span>—</span>;
  return (
    <details>
      <summary>{t('explorer.content')}</summary>
      <pre tabIndex={0}>{typeof of === 'string' ? of : JSON.stringify(of, null, 2)}</pre>
    </details>
  );
}
