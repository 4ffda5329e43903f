/** Tables, of rows that are alike. */
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../texts/text.js';

export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => ComponentChildren;
  /** Figures are aligned at their last digit. */
  readonly figures?: boolean;
  /** The cell that says which row it is. */
  readonly names?: boolean;
}

/** So many columns stand beside each other on a phone; where there are more, each row is a part of its own there. */
const NARROW = 3;

/** A row that is no more, and on which something is being done, stays until its dialog is closed: what came of it is still to be read. */
function useHeld<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): { readonly shown: readonly Row[]; readonly body: RefObject<HTMLTableSectionElement | null> } {
  const body = useRef<HTMLTableSectionElement>(null);
  const before = useRef(rows);
  const at = [...(body.current?.rows ?? [])].findIndex((row) => row.querySelector('dialog') !== null);
  const held = before.current[at];
  const isGone = held !== undefined && !rows.some((row) => keyOf(row) === keyOf(held));
  const shown = isGone ? [...rows.slice(0, at), held, ...rows.slice(at)] : rows;
  before.current = shown;
  return { shown, body };
}

/** Roles are said: what a narrow screen shows as parts stays a table to whoever hears it. */
export function Table<Row>(props: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty?: string | undefined;
  /** Whether its rows are parts on a phone, where their number of columns does not tell. */
  readonly wide?: boolean;
}): JSX.Element {
  const { shown, body } = useHeld(props.rows, props.keyOf);
  if (shown.length === 0) return <Empty>{props.empty ?? t('part.empty')}</Empty>;
  return (
    <div
      class={(props.wide ?? props.columns.length > NARROW) ? 'table wide' : 'table'}
      role="group"
      aria-label={props.caption}
      tabIndex={0}
    >
      <table role="table">
        <caption class="unseen">{props.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {props.columns.map(({ title, figures }) => (
              <th key={title} role="columnheader" scope="col" class={figures ? 'figures' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" ref={body}>
          {shown.map((row) => (
            <tr key={props.keyOf(row)} role="row">
              {props.columns.map(({ title, of, figures, names }) =>
                names ? (
                  <th key={title} role="rowheader" scope="row" class={figures ? 'figures' : undefined}>
                    {of(row)}
                  </th>
                ) : (
                  <td key={title} role="cell" data-title={title} class={figures ? 'figures' : undefined}>
                    {of(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const Empty = ({ children }: { children: ComponentChildren }): JSX.Element => <p class="empty">{children}</p>;
