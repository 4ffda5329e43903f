/** One cycle as a matrix: each row owes, each column is owed. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { matrixOf } from '../data/matrix.js';
import { useProgramNames } from '../data/names.js';
import { useRead } from '../data/read.js';
import { Actions } from '../parts/action.js';
import { AsOf, Card, Empty, Facts, Loaded, Organization, Page, Points, Status, Table, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { cycleName, money, organizationName } from '../texts/format.js';
import { t } from '../texts/text.js';
import { MoneyStatements } from './money-statements.js';

type Cycle = Routes['/v1/clearing/cycles/{cycle}']['get']['reply'];

const events = ['points.redeemed', 'points.exchanged', 'points.reversed', 'hold.captured', 'cycle.', 'settlement.'];

export function CyclePage({ cycle, isPart = false }: { cycle: string; isPart?: boolean }): JSX.Element {
  const reading = useRead(
    `cycle ${cycle}`,
    async (client, signal) => {
      const report = await client.get('/v1/clearing/cycles/{cycle}', { params: { cycle }, signal });
      if (report.partial !== true) return report;
      // Too many to be summed by the peer for whoever looks: the gateway has them summed up.
      const { positions } = await client.get('/v1/clearing/cycles/{cycle}/positions', { params: { cycle }, signal });
      return { ...report, positions: positions.map((each) => ({ ...each, worth: '' })) };
    },
    events,
  );
  const params = { cycle };
  const { value } = reading;
  const isOver = value === undefined || value.status === 'closed';
  const actions = (
    <Actions
      of={[
        value?.status === 'open' && {
          action: 'post /v1/clearing/cycles/{cycle}/cut-off',
          title: t('clearing.cutOff'),
          note: t('clearing.cutOffNote', { cycle: cycleName(cycle) }),
          done: t('clearing.done'),
          params,
        },
        !isOver && {
          action: 'post /v1/clearing/cycles/{cycle}/close',
          title: t('clearing.close'),
          note: t('clearing.closeNote', { cycle: cycleName(cycle) }),
          done: t('clearing.done'),
          params,
        },
      ]}
      onDone={reading.reload}
    />
  );
  const body = (
    <Loaded of={reading} lines={8}>
      {(value) => <Shown cycle={value} />}
    </Loaded>
  );
  return (
    <>
      {isPart ? (
        <section class="stack" aria-label={cycleName(cycle)}>
          <div class="part-head">
            <h2 class="part-title">
              {cycleName(cycle)} {reading.value && <Status of={reading.value.status} group="cycle" />}
            </h2>
            <div class="actions">{actions}</div>
          </div>
          {body}
        </section>
      ) : (
        <Page
          title={cycleName(cycle)}
          back={{ href: addressOf(['clearing']), text: t('clearing.title') }}
          actions={actions}
        >
          {body}
        </Page>
      )}
    </>
  );
}

function Shown({ cycle }: { cycle: Cycle }): JSX.Element {
  const names = useProgramNames();
  const { currency } = cycle;
  return (
    <div class="stack">
      {cycle.partial ? (
        <p class="stale" role="status">
          {t('clearing.partial')}
        </p>
      ) : (
        <Worth cycle={cycle} />
      )}
      <Card title={t('clearing.positions')} note={t('clearing.positionsNote')} flush>
        <Table
          caption={t('clearing.positions')}
          empty={t('clearing.nothing')}
          keyOf={({ debtor, creditor, programId }) => `${debtor} ${creditor} ${programId}`}
          rows={cycle.positions}
          columns={[
            {
              title: t('clearing.whoOwes'),
              names: true,
              of: ({ debtor, creditor }) => (
                <>
                  <Organization of={debtor} /> → <Organization of={creditor} />
                </>
              ),
            },
            { title: t('members.program'), of: ({ programId }) => names(programId) },
            { title: t('members.amount'), figures: true, of: ({ amount }) => <Points of={amount} /> },
            { title: t('clearing.worth'), figures: true, of: ({ worth }) => worth !== '' && money(worth, currency) },
          ]}
        />
      </Card>
      {cycle.status === 'closed' && <MoneyStatements cycle={cycle.cycle} />}
      <Card>
        <Facts
          of={[
            [t('members.state'), <Status of={cycle.status} group="cycle" />],
            [t('clearing.netting'), t(cycle.netting === 'all' ? 'clearing.byAll' : 'clearing.byPairs')],
            ...(cycle.agreed && cycle.agreed.length > 0
              ? ([[t('clearing.agreed'), cycle.agreed.map(organizationName).join(', ')]] as const)
              : []),
            ...(cycle.closedAt ? ([[t('clearing.closedAt'), <Time at={cycle.closedAt} />]] as const) : []),
            ...(cycle.next
              ? ([
                  [
                    t('clearing.next'),
                    <a href={addressOf(['clearing', 'cycles', cycle.next])}>{cycleName(cycle.next)}</a>,
                  ],
                ] as const)
              : []),
            ...(cycle.unvalued.length > 0
              ? ([[t('clearing.unvalued'), cycle.unvalued.map(names).join(', ')]] as const)
              : []),
          ]}
        />
      </Card>
    </div>
  );
}

/** What positions are worth, what each merchant is owed of it, and what is paid. */
function Worth({ cycle }: { cycle: Cycle }): JSX.Element {
  const { currency } = cycle;
  return (
    <>
      <Card title={t('clearing.matrix')} note={t('clearing.matrixNote')} aside={<AsOf block={cycle.asOfBlock} />} flush>
        <Matrix cycle={cycle} />
      </Card>
      <div class="grid two">
        <Card title={t('clearing.net')} note={t('clearing.netNote')} flush>
          <Table
            caption={t('clearing.net')}
            empty={t('clearing.nothing')}
            keyOf={({ mspId }) => mspId}
            rows={cycle.moneyNet}
            columns={[
              { title: t('clearing.merchant'), names: true, of: ({ mspId }) => <Organization of={mspId} /> },
              { title: t('clearing.owed'), figures: true, of: ({ amount }) => money(amount, currency) },
            ]}
          />
        </Card>
        <Card
          title={t('clearing.payments')}
          note={t(cycle.netting === 'all' ? 'clearing.byAll' : 'clearing.byPairs')}
          flush
        >
          <Table
            caption={t('clearing.payments')}
            empty={t(cycle.status === 'closed' ? 'clearing.noPayments' : 'clearing.notClosed')}
            keyOf={({ debtor, creditor }) => `${debtor} ${creditor}`}
            rows={cycle.payments}
            columns={[
              {
                title: t('clearing.payment'),
                names: true,
                of: ({ debtor, creditor }) => (
                  <>
                    <Organization of={debtor} /> → <Organization of={creditor} />
                  </>
                ),
              },
              { title: t('clearing.amount'), figures: true, of: ({ amount }) => money(amount, currency) },
            ]}
          />
        </Card>
      </div>
    </>
  );
}

function Matrix({ cycle }: { cycle: Cycle }): JSX.Element {
  const { merchants, worth, owes, owed } = matrixOf(cycle.positions);
  if (merchants.length === 0) return <Empty>{t('clearing.nothing')}</Empty>;
  const { currency } = cycle;
  return (
    <div class="table" role="group" aria-label={t('clearing.matrix')} tabIndex={0}>
      <table class="matrix">
        <caption class="unseen">{t('clearing.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('clearing.debtor')}</th>
            {merchants.map((mspId) => (
              <th key={mspId} scope="col" class="figures">
                {organizationName(mspId)}
              </th>
            ))}
            <th scope="col" class="figures">
              {t('clearing.owes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {merchants.map((debtor) => (
            <tr key={debtor}>
              <th scope="row">{organizationName(debtor)}</th>
              {merchants.map((creditor) => (
                <td key={creditor} class="figures">
                  {debtor === creditor ? (
                    <span class="note">—</span>
                  ) : (
                    money(worth(debtor, creditor).toString(), currency)
                  )}
                </td>
              ))}
              <td class="figures total">{money(owes(debtor).toString(), currency)}</td>
            </tr>
          ))}
          <tr class="total">
            <th scope="row">{t('clearing.isOwed')}</th>
            {merchants.map((creditor) => (
              <td key={creditor} class="figures">
                {money(owed(creditor).toString(), currency)}
              </td>
            ))}
            <td class="figures">{money(merchants.reduce((sum, each) => sum + owes(each), 0n).toString(), currency)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
