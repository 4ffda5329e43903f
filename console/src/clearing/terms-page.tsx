/** One version of the terms between this organisation and another one, as the own peer holds it. */
import type { JSX } from 'preact';
import { useProgramNames } from '../data/names.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Actions } from '../parts/action.js';
import { AsOf, Card, Facts, Loaded, Organization, Page, Points, Status, Table, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { cycleName, money, organizationName, percent, price } from '../texts/format.js';
import { t } from '../texts/text.js';

export function TermsPage({ counterparty, version }: { counterparty: string; version: string }): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const params = { counterparty, version };
  const reading = useRead(
    `terms ${counterparty} ${version}`,
    (client, signal) => client.get('/v1/terms/{counterparty}/{version}', { params, signal }),
    ['terms.'],
  );
  const { value } = reading;
  return (
    <Page
      title={t('terms.with', { organization: organizationName(counterparty), version })}
      back={{ href: addressOf(['clearing', 'terms']), text: t('clearing.terms') }}
      actions={
        value?.status === 'proposed' && (
          <Actions
            of={[
              value.proposedBy !== who.mspId && {
                action: 'post /v1/terms/{counterparty}/{version}/accept',
                title: t('terms.accept'),
                note: t('terms.acceptNote'),
                params,
                sent: () => ({ hash: value.hash }),
              },
              {
                action: 'post /v1/terms/{counterparty}/{version}/withdraw',
                title: t(value.proposedBy === who.mspId ? 'governance.withdraw' : 'terms.reject'),
                note: t('terms.withdrawNote'),
                danger: true,
                params,
              },
            ]}
            onDone={reading.reload}
          />
        )
      }
    >
      <Loaded of={reading} lines={8}>
        {({ terms: { validFrom, validUntil, prices, fees }, currency, ...record }) => (
          <div class="stack">
            <Card aside={<AsOf block={record.asOfBlock} />}>
              <Facts
                of={[
                  [t('members.state'), <Status of={record.status} />],
                  [t('terms.proposedBy'), <Organization of={record.proposedBy} />],
                  [t('terms.proposedAt'), <Time at={record.proposedAt} />],
                  [t('terms.validFrom'), cycleName(validFrom)],
                  [t('terms.validUntil'), validUntil === undefined ? t('terms.untilNext') : cycleName(validUntil)],
                  [t('terms.hash'), <code title={record.hash}>{record.hash.slice(0, 12)}…</code>],
                ]}
              />
            </Card>
            <div class="grid two">
              <Card title={t('terms.prices')} note={t('terms.pricesNote')} flush>
                <Table
                  caption={t('terms.prices')}
                  empty={t('terms.noPrices')}
                  keyOf={({ programId }) => programId}
                  rows={prices}
                  columns={[
                    { title: t('members.program'), names: true, of: ({ programId }) => names(programId) },
                    { title: t('terms.price'), figures: true, of: (each) => price(each.price, currency) },
                    {
                      title: t('terms.most'),
                      figures: true,
                      of: ({ pointsMax }) => (pointsMax === undefined ? '—' : <Points of={pointsMax} />),
                    },
                  ]}
                />
              </Card>
              <Card title={t('terms.fees')} note={t('terms.feesNote')} flush>
                <Table
                  caption={t('terms.fees')}
                  empty={t('terms.noFees')}
                  keyOf={({ payer }) => payer}
                  rows={fees}
                  columns={[
                    { title: t('terms.payer'), names: true, of: ({ payer }) => <Organization of={payer} /> },
                    {
                      title: t('terms.share'),
                      figures: true,
                      of: ({ basisPoints }) => percent(basisPoints / 10_000, 2),
                    },
                    { title: t('terms.perCycle'), figures: true, of: ({ perCycle }) => money(perCycle, currency) },
                  ]}
                />
              </Card>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
