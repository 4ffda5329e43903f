/** What of closed cycles is to be paid: by age, and one by one with what both sides say. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { usePages } from '../data/pages.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Actions } from '../parts/action.js';
import { AsOf, Card, Day, Loaded, Organization, Status, Table } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { cycleName, money } from '../texts/format.js';
import { t } from '../texts/text.js';
import { type Settlement, settlementActions } from './settlement-actions.js';

const ages = ['upTo30Days', 'upTo60Days', 'upTo90Days', 'over90Days'] as const;

export function Settlements({ cycle }: { cycle: string | undefined }): JSX.Element {
  const { who } = useSession();
  const aged = useRead('aged', (client, signal) => client.get('/v1/settlements/aged', { signal }), ['settlement.']);
  const reading = usePages(
    `settlements ${cycle ?? ''}`,
    (client, signal, cursor) => client.get('/v1/settlements', { signal, query: { cycle, limit: 50, cursor } }),
    ({ settlements }) => settlements,
    ({ cycle: of, debtor, creditor }) => `${of} ${debtor} ${creditor}`,
    ['settlement.'],
  );
  const mayAct = may(who, 'post /v1/settlements/{cycle}/{debtor}/{creditor}/instruct');
  return (
    <div class="stack">
      <Card
        title={t('settlements.aged')}
        note={t('settlements.agedNote')}
        aside={<AsOf block={aged.value?.asOfBlock} />}
        flush
      >
        <Loaded of={aged}>
          {({ pairs, currency }) => (
            <Table
              caption={t('settlements.aged')}
              empty={t('settlements.nothingDue')}
              keyOf={({ debtor, creditor }) => `${debtor} ${creditor}`}
              rows={pairs}
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
                ...ages.map((age) => ({
                  title: t(`settlements.${age}`),
                  figures: true,
                  of: (pair: Readonly<Record<(typeof ages)[number], string>>) => money(pair[age], currency),
                })),
                {
                  title: t('overview.sum'),
                  figures: true,
                  of: ({ total }) => <strong>{money(total, currency)}</strong>,
                },
                {
                  title: t('settlements.disputed'),
                  figures: true,
                  of: ({ disputed }) => money(disputed, currency),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      <Card title={t('clearing.settlements')} aside={<AsOf block={reading.value?.asOfBlock} />} flush>
        <PagedTable
          of={reading}
          caption={t('clearing.settlements')}
          empty={t('settlements.none')}
          keyOf={({ cycle: of, debtor, creditor }) => `${of} ${debtor} ${creditor}`}
          columns={[
            { title: t('clearing.cycle'), names: true, of: ({ cycle: of }) => cycleName(of) },
            {
              title: t('clearing.payment'),
              of: ({ debtor, creditor }) => (
                <>
                  <Organization of={debtor} /> → <Organization of={creditor} />
                </>
              ),
            },
            { title: t('clearing.amount'), figures: true, of: ({ amount, currency }) => money(amount, currency) },
            {
              title: t('members.state'),
              of: (settlement) => <Said of={settlement} />,
            },
            { title: t('settlements.since'), of: ({ dueSince }) => <Day of={dueSince} /> },
            { title: t('settlements.reference'), of: ({ reference }) => reference },
            ...(mayAct
              ? [
                  {
                    title: t('settlements.say'),
                    of: (settlement: Settlement) => (
                      <span class="actions">
                        <Actions
                          quiet
                          of={settlementActions(settlement, who.mspId)}
                          onDone={() => {
                            reading.reload();
                            aged.reload();
                          }}
                        />
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Card>
    </div>
  );
}

/** What both sides say of it, and what was met otherwise of what a merchant in default owed. */
function Said({ of: { status, dispute, resolution, claim, currency } }: { of: Settlement }): JSX.Element {
  const inMoney = (amount: string): string => money(amount, currency);
  return (
    <>
      <Status of={status} group="settlement" />
      {status === 'disputed' && dispute && <p class="note">{dispute.reason}</p>}
      {resolution && <p class="note">{resolution.note}</p>}
      {claim && (
        <p class="note">
          {t('settlements.claimSays', {
            pledges: inMoney(claim.pledges),
            prepaid: inMoney(claim.prepaid),
            loss: inMoney(claim.loss),
          })}
        </p>
      )}
    </>
  );
}
