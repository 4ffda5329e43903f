/** This organisation's operations, newest first, by what is known of them. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useProgramNames } from '../data/names.js';
import { usePages } from '../data/pages.js';
import { useProgramList } from '../data/programs.js';
import { useSession } from '../data/session.js';
import { AsOf, Card, Id, Points, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf, goTo } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { t, tOf } from '../texts/text.js';

type Query = NonNullable<Routes['/v1/operations']['get']['query']>;
const kinds = [
  'issue',
  'redeem',
  'transfer',
  'exchange',
  'hold',
  'capture',
  'void',
  'reverse',
  'expire',
  'extend',
  'consolidate',
  'seize',
  'buy-note',
  'redeem-note',
  'transfer-note',
  'pledge-note',
] as const;
const states = ['committed', 'submitted', 'accepted', 'unknown', 'rejected'] as const;

export function OperationList({ query }: Pick<ScreenProps, 'query'>): JSX.Element {
  const { who } = useSession();
  const programs = useProgramList();
  const names = useProgramNames();
  const filter = {
    kind: query.get('kind') ?? undefined,
    state: query.get('state') ?? undefined,
    programId: query.get('programId') ?? undefined,
  };
  const reading = usePages(
    `operations ${JSON.stringify(filter)}`,
    (client, signal, cursor) =>
      client.get('/v1/operations', { signal, query: { ...(filter as Query), limit: 25, cursor } }),
    ({ operations }) => operations,
    ({ operationId }) => operationId,
    ['points.', 'hold.'],
  );
  const choose = (name: string, value: string): void => {
    goTo(addressOf(['members'], { ...filter, [name]: value }), { replacing: true });
  };
  return (
    <Card
      title={t('members.operations')}
      aside={
        <div class="filters">
          <Choice
            name="kind"
            label={t('members.kind')}
            of={filter.kind}
            values={kinds}
            group="kind"
            onChoose={choose}
          />
          <Choice
            name="state"
            label={t('members.state')}
            of={filter.state}
            values={states}
            group="status"
            onChoose={choose}
          />
          <label>
            <span class="unseen">{t('members.program')}</span>
            <select value={filter.programId ?? ''} onChange={(event) => choose('programId', event.currentTarget.value)}>
              <option value="">
                {t('members.program')}: {t('members.all')}
              </option>
              {programs.value?.programs.map(({ programId, name }) => (
                <option key={programId} value={programId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <AsOf block={reading.value?.asOfBlock} />
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('members.operations')}
        empty={t('members.noOperations')}
        keyOf={({ operationId }) => operationId}
        columns={[
          {
            title: t('members.operation'),
            names: true,
            of: ({ operationId, kind }) => (
              <>
                <a href={addressOf(['members', 'operation', who.mspId, operationId])}>{tOf('kind', kind ?? 'issue')}</a>{' '}
                <code class="note" title={operationId}>
                  {operationId.slice(0, 11)}…
                </code>
              </>
            ),
          },
          {
            title: t('members.amount'),
            figures: true,
            of: ({ amount, programId }) => (
              <>
                {amount === undefined ? '' : <Points of={amount} />}{' '}
                <span class="note">{programId && names(programId)}</span>
              </>
            ),
          },
          {
            title: t('members.account'),
            of: ({ accountId, fromAccountId }) => {
              const account = accountId ?? fromAccountId;
              return account && <Id of={account} href={addressOf(['members', 'account', account])} />;
            },
          },
          { title: t('members.state'), of: ({ state }) => <Status of={state} /> },
          { title: t('members.when'), of: ({ txTime, recordedAt }) => <Time at={txTime ?? recordedAt ?? ''} /> },
          { title: t('members.client'), of: ({ client }) => <span class="whole">{client}</span> },
        ]}
      />
    </Card>
  );
}

function Choice(props: {
  readonly name: string;
  readonly label: string;
  readonly of: string | undefined;
  readonly values: readonly string[];
  readonly group: string;
  readonly onChoose: (name: string, value: string) => void;
}): JSX.Element {
  return (
    <label>
      <span class="unseen">{props.label}</span>
      <select value={props.of ?? ''} onChange={(event) => props.onChoose(props.name, event.currentTarget.value)}>
        <option value="">
          {props.label}: {t('members.all')}
        </option>
        {props.values.map((value) => (
          <option key={value} value={value}>
            {tOf(props.group, value)}
          </option>
        ))}
      </select>
    </label>
  );
}
