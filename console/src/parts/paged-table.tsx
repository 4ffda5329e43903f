/** A table of a list that comes a page at a time. */
import type { JSX } from 'preact';
import type { Rows } from '../data/pages.js';
import type { Reading } from '../data/read.js';
import { count } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Failure, Loaded } from './reading.js';
import { type Column, Table } from './table.js';

export function PagedTable<Row>(props: {
  readonly of: Reading<Rows<Row>>;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly empty?: string | undefined;
}): JSX.Element {
  const { of, ...table } = props;
  return (
    <Loaded of={of} lines={6}>
      {(found) => (
        <>
          <Table {...table} rows={found.rows} />
          <More of={found} />
        </>
      )}
    </Loaded>
  );
}

/** Below what there is of a list so far. */
export function More({ of }: { of: Rows<unknown> }): JSX.Element {
  const { more, anew, isFetching, failure } = of;
  return (
    <>
      {failure && <Failure of={failure} />}
      {anew && (
        <p class="more note" role="status">
          {t('part.long', { block: count(of.asOfBlock ?? 0) })}{' '}
          <button type="button" onClick={anew} disabled={isFetching}>
            {t('part.anew')}
          </button>
        </p>
      )}
      {more && (
        <p class="more">
          <button type="button" onClick={more} disabled={isFetching}>
            {isFetching ? t('part.loading') : t('part.more')}
          </button>
        </p>
      )}
    </>
  );
}
