/** Credit lines as a list, a page at a time: of all members, of one pledgee, or of one account. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useProgramNames } from '../data/names.js';
import { type Rows, usePages } from '../data/pages.js';
import type { Reading } from '../data/read.js';
import { PagedTable } from '../parts/paged-table.js';
import { AsOf, Card, Day, Id, Organization, Status } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { money } from '../texts/format.js';
import { t } from '../texts/text.js';

type Line = Routes['/v1/credit-lines']['get']['reply']['lines'][number];
type Lines = Reading<Rows<Line>>;

export const lineEvents = ['credit-line.', 'hold.', 'points.'];

export function useLines(of: { readonly mspId?: string; readonly accountId?: string }): Lines {
  return usePages(
    `credit-lines ${JSON.stringify(of)}`,
    (client, signal, cursor) => client.get('/v1/credit-lines', { signal, query: { ...of, limit: 25, cursor } }),
    ({ lines }) => lines,
    ({ mspId, lineId }) => `${mspId} ${lineId}`,
    lineEvents,
  );
}

export function LineTable(props: {
  readonly of: Lines;
  /** Money is shown once it is known what in. */
  readonly currency: string | undefined;
  readonly aside?: JSX.Element;
}): JSX.Element {
  const { of, currency } = props;
  const names = useProgramNames();
  const inMoney = (amount: string): string => (currency === undefined ? '' : money(amount, currency));
  return (
    <Card
      title={t('lines.title')}
      note={t('lines.note')}
      aside={
        <div class="actions">
          <AsOf block={of.value?.asOfBlock} />
          {props.aside}
        </div>
      }
      flush
    >
      <PagedTable
        of={of}
        caption={t('lines.title')}
        empty={t('lines.none')}
        keyOf={({ mspId, lineId }) => `${mspId} ${lineId}`}
        columns={[
          {
            title: t('lines.line'),
            names: true,
            of: ({ mspId, lineId }) => <Id of={lineId} href={addressOf(['lines', mspId, lineId])} />,
          },
          { title: t('lines.pledgee'), of: ({ mspId }) => <Organization of={mspId} /> },
          {
            title: t('members.account'),
            of: ({ accountId }) => <Id of={accountId} href={addressOf(['members', 'account', accountId])} />,
          },
          { title: t('members.program'), of: ({ programId }) => names(programId) },
          { title: t('lines.limit'), figures: true, of: ({ limit }) => inMoney(limit) },
          { title: t('lines.drawn'), figures: true, of: ({ drawn }) => inMoney(drawn) },
          { title: t('lines.until'), of: ({ until }) => <Day of={until} /> },
          { title: t('members.state'), of: ({ status }) => <Status of={status} group="line" /> },
        ]}
      />
    </Card>
  );
}
