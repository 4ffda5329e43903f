/** What points of one programme buy of another one: rates, with what may still be issued at each, and what both issuers say of it. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { useProgramNames } from '../data/names.js';
import { type ProgramList, useProgramList } from '../data/programs.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { AsOf, Card, Meter, Organization, Points, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { count, points, share } from '../texts/format.js';
import { t } from '../texts/text.js';

type Rate = Routes['/v1/rates']['get']['reply']['rates'][number];

const path = '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}';
const paramsOf = ({ sourceProgramId, targetProgramId, version }: Rate) => ({
  sourceProgramId,
  targetProgramId,
  version: String(version),
});

export function Rates(): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const programs = useProgramList();
  const reading = usePages(
    'rates',
    async (client, signal, cursor) => {
      const page = await client.get('/v1/rates', { signal, query: { limit: 20, cursor } });
      const read = page.rates.map((rate) => client.get(path, { params: paramsOf(rate), signal }));
      return { ...page, rates: await Promise.all(read) };
    },
    ({ rates }) => rates,
    (rate) => Object.values(paramsOf(rate)).join(' '),
    ['rate.', 'points.exchanged'],
  );
  return (
    <Card
      title={t('rates.title')}
      note={t('rates.note')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          {programs.value && <Actions of={[propose(programs.value)]} onDone={reading.reload} />}
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('rates.title')}
        empty={t('rates.none')}
        keyOf={(rate) => Object.values(paramsOf(rate)).join(' ')}
        columns={[
          {
            title: t('rates.fromTo'),
            names: true,
            of: ({ sourceProgramId, targetProgramId }) => `${names(sourceProgramId)} → ${names(targetProgramId)}`,
          },
          { title: t('terms.version'), figures: true, of: ({ version }) => version },
          {
            title: t('rates.buys'),
            figures: true,
            of: ({ numerator, denominator }) => `${points(denominator)} → ${points(numerator)}`,
          },
          {
            title: t('rates.left'),
            figures: true,
            of: ({ status, quota, remaining }) =>
              status === 'proposed' ? (
                <Points of={quota} />
              ) : (
                status !== 'withdrawn' && (
                  <>
                    <Points of={remaining} />
                    <Meter part={1 - share(remaining, quota)} label={t('programs.used')} />
                  </>
                )
              ),
          },
          { title: t('orders.from'), of: ({ validFrom }) => <Time at={validFrom} /> },
          { title: t('members.until'), of: ({ validUntil }) => <Time at={validUntil} /> },
          {
            title: t('members.state'),
            of: ({ status, proposedBy, suspendedBy }) => (
              <>
                <Status of={status} />{' '}
                <span class="note">
                  <Organization of={suspendedBy ?? proposedBy} />
                </span>
              </>
            ),
          },
          {
            title: t('settlements.say'),
            of: (rate) => (
              <span class="actions">
                <Actions quiet of={rateActions(rate, who.mspId)} onDone={reading.reload} />
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

const propose = ({ programs }: ProgramList): Offered => {
  const options = programs.map(({ programId, name }) => [programId, name] as const);
  return {
    action: 'post /v1/rates',
    title: t('rates.propose'),
    note: t('rates.proposeNote'),
    fields: [
      { name: 'sourceProgramId', label: 'rates.source', kind: 'choice', options },
      { name: 'targetProgramId', label: 'rates.target', kind: 'choice', options: options.toReversed() },
      { name: 'denominator', label: 'rates.denominator', kind: 'points' },
      { name: 'numerator', label: 'rates.numerator', kind: 'points' },
      { name: 'validFrom', label: 'orders.from', kind: 'moment' },
      { name: 'validUntil', label: 'members.until', kind: 'moment' },
      { name: 'quota', label: 'rates.quota', kind: 'points', hint: 'rates.quotaHint' },
      { name: 'lanes', label: 'notes.lanes', kind: 'count', initial: '4' },
      { name: 'version', label: 'terms.version', kind: 'count', initial: '1', hint: 'rates.versionHint' },
    ],
  };
};

function rateActions(rate: Rate, own: string): readonly (Offered | false)[] {
  const { status, proposedBy, suspendedBy, quota, numerator, denominator, sourceIssuer, targetIssuer } = rate;
  if (status === 'withdrawn' || (own !== sourceIssuer && own !== targetIssuer)) return [];
  const params = paramsOf(rate);
  return [
    status === 'proposed' &&
      proposedBy !== own && {
        action: 'post /v1/rates/{sourceProgramId}/{targetProgramId}/{version}/accept',
        title: t('rates.accept'),
        note: t('rates.acceptNote', {
          quota: points(quota),
          denominator: count(Number(denominator)),
          numerator: count(Number(numerator)),
        }),
        params,
      },
    status === 'accepted' && {
      action: 'post /v1/rates/{sourceProgramId}/{targetProgramId}/{version}/suspend',
      title: t('programs.suspend'),
      note: t('rates.suspendNote'),
      params,
    },
    status === 'suspended' &&
      suspendedBy === own && {
        action: 'post /v1/rates/{sourceProgramId}/{targetProgramId}/{version}/resume',
        title: t('programs.resume'),
        note: t('rates.resumeNote'),
        params,
      },
    {
      action: 'post /v1/rates/{sourceProgramId}/{targetProgramId}/{version}/withdraw',
      title: t('governance.withdraw'),
      note: t('rates.withdrawNote'),
      danger: true,
      params,
    },
  ];
}
