/** What two merchants on private terms owe each other for a closed cycle: that it stands everybody sees, what it says the two. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useMerchants } from '../data/members.js';
import { useProgramNames } from '../data/names.js';
import { usePages } from '../data/pages.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { may } from '../data/allowed.js';
import { Actions } from '../parts/action.js';
import { Downloads } from '../parts/downloads.js';
import { PagedTable } from '../parts/paged-table.js';
import { AsOf, Card, Day, Facts, Loaded, Organization, Page, Points, Status, Table, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { cycleName, money, organizationName, price } from '../texts/format.js';
import { t } from '../texts/text.js';
import { statementActions } from './settlement-actions.js';

const path = '/v1/clearing/cycles/{cycle}/statements';
type Statement = Routes['/v1/clearing/cycles/{cycle}/statements/{counterparty}']['get']['reply']['statement'];
type Owed = NonNullable<Statement['total']>;

export function MoneyStatements({ cycle }: { cycle: string }): JSX.Element {
  const { who } = useSession();
  const merchants = useMerchants();
  const reading = usePages(
    `money-statements ${cycle}`,
    (client, signal, cursor) => client.get(path, { params: { cycle }, signal, query: { limit: 50, cursor } }),
    ({ statements }) => statements,
    ({ parties }) => parties.join(' '),
    ['statement.'],
  );
  const isOwn = (parties: readonly string[]): boolean =>
    parties.includes(who.mspId) && may(who, 'post /v1/clearing/cycles/{cycle}/statements');
  const others = merchants.value?.filter((mspId) => mspId !== who.mspId) ?? [];
  return (
    <Card
      title={t('moneyStatement.title')}
      note={t('moneyStatement.note')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          {others.length > 0 && (
            <Actions
              of={[
                {
                  action: 'post /v1/clearing/cycles/{cycle}/statements',
                  title: t('moneyStatement.make'),
                  note: t('moneyStatement.makeNote'),
                  fields: [
                    {
                      name: 'counterparty',
                      label: 'terms.counterparty',
                      kind: 'choice',
                      options: others.map((mspId) => [mspId, organizationName(mspId)]),
                    },
                  ],
                  params: { cycle },
                },
              ]}
              onDone={reading.reload}
            />
          )}
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('moneyStatement.title')}
        empty={t('moneyStatement.none')}
        keyOf={({ parties }) => parties.join(' ')}
        columns={[
          {
            title: t('terms.parties'),
            names: true,
            of: ({ parties }) => {
              const text = parties.map(organizationName).join(' · ');
              const other = parties.find((mspId) => mspId !== who.mspId) ?? '';
              return isOwn(parties) ? <a href={addressOf(['clearing', 'cycles', cycle, other])}>{text}</a> : text;
            },
          },
          { title: t('moneyStatement.madeBy'), of: ({ madeBy }) => <Organization of={madeBy} /> },
          { title: t('members.when'), of: ({ madeAt }) => <Time at={madeAt} /> },
          { title: t('terms.hash'), of: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}…</code> },
        ]}
      />
    </Card>
  );
}

export function MoneyStatementPage({ cycle, counterparty }: { cycle: string; counterparty: string }): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const reading = useRead(
    `money-statement ${cycle} ${counterparty}`,
    (client, signal) =>
      client.get('/v1/clearing/cycles/{cycle}/statements/{counterparty}', { params: { cycle, counterparty }, signal }),
    ['statement.', 'settlement.'],
  );
  const { value } = reading;
  return (
    <Page
      title={t('moneyStatement.with', { organization: organizationName(counterparty), cycle: cycleName(cycle) })}
      back={{ href: addressOf(['clearing', 'cycles', cycle]), text: cycleName(cycle) }}
      actions={
        value?.settlement && <Actions of={statementActions(value.settlement, who.mspId)} onDone={reading.reload} />
      }
    >
      <Loaded of={reading} lines={8}>
        {({ statement, settlement, asOfBlock, ...record }) => (
          <div class="stack">
            <Card
              aside={
                <div class="actions">
                  <AsOf block={asOfBlock} />
                  <Downloads
                    of={{
                      name: `statement-${cycle}-${counterparty}`,
                      json: () => Promise.resolve({ ...record, statement, settlement, asOfBlock }),
                    }}
                  />
                </div>
              }
            >
              <div class="stack">
                <div>
                  <p class="big">{statement.total ? money(statement.total.amount, statement.currency) : '—'}</p>
                  <p class="note">{statement.total ? <Pair of={statement.total} /> : t('moneyStatement.nobody')}</p>
                </div>
                <Facts
                  of={[
                    ...(settlement
                      ? ([
                          [t('members.state'), <Status of={settlement.status} group="settlement" />],
                          [t('settlements.since'), <Day of={settlement.dueSince} />],
                        ] as const)
                      : []),
                    ...(settlement?.reference ? ([[t('settlements.reference'), settlement.reference]] as const) : []),
                    ...(settlement?.dispute ? ([[t('settlements.reason'), settlement.dispute.reason]] as const) : []),
                    ...(settlement?.resolution
                      ? ([[t('settlements.resolution'), settlement.resolution.note]] as const)
                      : []),
                    [t('clearing.terms'), String(statement.termsVersion ?? '—')],
                    [t('moneyStatement.before'), <Rest of={statement.remainderBefore} in={statement.currency} />],
                    [t('moneyStatement.after'), <Rest of={statement.remainder} in={statement.currency} />],
                    [t('moneyStatement.madeBy'), <Organization of={record.madeBy} />],
                    [t('terms.hash'), <code title={record.hash}>{record.hash.slice(0, 12)}…</code>],
                  ]}
                />
              </div>
            </Card>
            <Card title={t('clearing.positions')} note={t('moneyStatement.linesNote')} flush>
              <Table
                caption={t('clearing.positions')}
                empty={t('clearing.nothing')}
                keyOf={({ debtor, creditor, programId }) => `${debtor} ${creditor} ${programId}`}
                rows={statement.lines}
                columns={[
                  { title: t('clearing.whoOwes'), names: true, of: (line) => <Pair of={line} /> },
                  { title: t('members.program'), of: ({ programId }) => names(programId) },
                  { title: t('members.amount'), figures: true, of: ({ points: all }) => <Points of={all} /> },
                  {
                    title: t('terms.price'),
                    figures: true,
                    of: ({ price: agreed, pointsAtPrice }) =>
                      agreed !== undefined && (
                        <>
                          <Points of={pointsAtPrice} /> × {price(agreed, statement.currency)}
                        </>
                      ),
                  },
                  {
                    title: t('programs.clearingValue'),
                    figures: true,
                    of: ({ clearingValue, pointsAtClearingValue }) =>
                      clearingValue !== undefined && (
                        <>
                          <Points of={pointsAtClearingValue} /> × {price(clearingValue, statement.currency)}
                        </>
                      ),
                  },
                  {
                    title: t('clearing.amount'),
                    figures: true,
                    of: ({ amount }) => money(amount, statement.currency),
                  },
                ]}
              />
            </Card>
            <Card title={t('terms.fees')} note={t('terms.feesNote')} flush>
              <Table
                caption={t('terms.fees')}
                empty={t('terms.noFees')}
                keyOf={({ payer }) => payer}
                rows={statement.fees}
                columns={[
                  {
                    title: t('clearing.payment'),
                    names: true,
                    of: ({ payer, payee }) => <Pair of={{ debtor: payer, creditor: payee }} />,
                  },
                  {
                    title: t('terms.perCycle'),
                    figures: true,
                    of: ({ perCycle }) => money(perCycle, statement.currency),
                  },
                  { title: t('clearing.amount'), figures: true, of: ({ amount }) => money(amount, statement.currency) },
                ]}
              />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

const Pair = ({ of: { debtor, creditor } }: { of: Pick<Owed, 'debtor' | 'creditor'> }): JSX.Element => (
  <>
    <Organization of={debtor} /> → <Organization of={creditor} />
  </>
);

/** What was too little to be paid, and is owed on. */
function Rest({ of, in: currency }: { of: Owed | undefined; in: string }): JSX.Element {
  if (of === undefined) return <>—</>;
  return (
    <>
      {price(of.amount, currency)}{' '}
      <span class="note">
        (<Pair of={of} />)
      </span>
    </>
  );
}
