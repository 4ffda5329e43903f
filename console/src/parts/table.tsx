/** Tables, of rows that are alike. */
import type { ComponentChildren, JSX } from 'preact';
import { t } from '../texts/text.js';

export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => ComponentChildren;
  /** Figures are aligned at their last digit. */
  readonly figures?: boolean;
  /** The cell that says which row it is. */
  readonly names?: boolean;
}

export function Table<Row>(props: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty?: string | undefined;
}): JSX.Element {
  if (props.rows.length === 0) return <Empty>{props.empty ?? t('part.empty')}</Empty>;
  return (
    <div class="table" role="group" aria-label={props.caption} tabIndex={0}>
      <table>
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map(({ title, figures }) => (
              <th key={title} scope="col" class={figures ? 'figures' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              {props.columns.map(({ title, of, figures, names }) =>
                names ? (
                  <th key={title} scope="row" class={figures ? 'figures' : undefined}>
                    {of(row)}
                  </th>
                ) : (
                  <td key={title} class={figures ? 'figures' : undefined}>
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
