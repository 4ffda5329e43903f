/** Which terms exist between which merchants; what they say is between the two. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { useMerchants } from '../data/members.js';
import { usePages } from '../data/pages.js';
import { type ProgramList, useProgramList } from '../data/programs.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { AsOf, Card, Organization, Status, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import { addressOf } from '../shell/router.js';
import { organizationName } from '../texts/format.js';
import { t } from '../texts/text.js';

type Row = Routes['/v1/terms']['get']['reply']['terms'][number];

export function Terms(): JSX.Element {
  const { who } = useSession();
  const programs = useProgramList();
  const merchants = useMerchants();
  const reading = usePages(
    'terms',
    (client, signal, cursor) => client.get('/v1/terms', { signal, query: { limit: 50, cursor } }),
    ({ terms }) => terms,
    ({ parties, version }) => `${parties.join(' ')} ${version}`,
    ['terms.'],
  );
  const others = merchants.value?.filter((mspId) => mspId !== who.mspId) ?? [];
  return (
    <Card
      title={t('clearing.terms')}
      note={t('terms.note')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          {programs.value && others.length > 0 && (
            <Actions of={[propose(programs.value, others, who.mspId)]} onDone={reading.reload} />
          )}
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('clearing.terms')}
        empty={t('terms.none')}
        keyOf={({ parties, version }) => `${parties.join(' ')} ${version}`}
        columns={[
          {
            title: t('terms.parties'),
            names: true,
            of: (row) => <Parties of={row} own={may(who, 'get /v1/terms/{counterparty}/{version}') ? who.mspId : ''} />,
          },
          { title: t('terms.version'), figures: true, of: ({ version }) => version },
          { title: t('members.state'), of: ({ status }) => <Status of={status} /> },
          { title: t('terms.proposedBy'), of: ({ proposedBy }) => <Organization of={proposedBy} /> },
          { title: t('terms.proposedAt'), of: ({ proposedAt }) => <Time at={proposedAt} /> },
          { title: t('terms.hash'), of: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}…</code> },
        ]}
      />
    </Card>
  );
}

/** The own ones lead to what they say. */
function Parties({ of: { parties, version }, own }: { of: Row; own: string }): JSX.Element {
  const names = parties.map(organizationName).join(' · ');
  const other = parties.find((mspId) => mspId !== own);
  if (!parties.includes(own) || other === undefined) return <span title={parties.join(' ')}>{names}</span>;
  return <a href={addressOf(['clearing', 'terms', other, version])}>{names}</a>;
}

type Typed = {
  readonly counterparty: string;
  readonly version: number;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly price?: Readonly<Record<string, string>>;
  readonly most?: Readonly<Record<string, string>>;
  readonly payer?: string;
  readonly basisPoints?: number;
  readonly perCycle?: string;
};

const propose = ({ programs, currency }: ProgramList, others: readonly string[], own: string): Offered => ({
  action: 'post /v1/terms',
  title: t('terms.propose'),
  note: t('terms.proposeNote'),
  fields: [
    {
      name: 'counterparty',
      label: 'terms.counterparty',
      kind: 'choice',
      options: others.map((mspId) => [mspId, organizationName(mspId)]),
    },
    { name: 'version', label: 'terms.version', kind: 'count', initial: '1', hint: 'terms.versionHint' },
    { name: 'validFrom', label: 'terms.validFrom', kind: 'month' },
    { name: 'validUntil', label: 'terms.validUntil', kind: 'month', optional: true },
    ...programs.flatMap(
      ({ programId, name }) =>
        [
          { name: `price.${programId}`, label: 'terms.price', about: name, kind: 'price', currency, optional: true },
          { name: `most.${programId}`, label: 'terms.most', about: name, kind: 'points', optional: true },
        ] as const,
    ),
    {
      name: 'payer',
      label: 'terms.payer',
      kind: 'choice',
      optional: true,
      options: [own, ...others].map((mspId) => [mspId, organizationName(mspId)]),
    },
    { name: 'basisPoints', label: 'terms.basisPoints', kind: 'count', optional: true, hint: 'terms.basisPointsHint' },
    { name: 'perCycle', label: 'terms.perCycle', kind: 'money', currency, optional: true, hint: 'field.inMoney' },
  ],
  sent: ({
    counterparty,
    version,
    price = {},
    most = {},
    payer,
    basisPoints = 0,
    perCycle = '0',
    ...valid
  }: Typed) => ({
    counterparty,
    version,
    terms: {
      ...valid,
      prices: Object.entries(price).map(([programId, of]) => ({
        programId,
        price: of,
        ...(most[programId] && { pointsMax: most[programId] }),
      })),
      fees: payer === undefined ? [] : [{ payer, basisPoints, perCycle }],
    },
  }),
});
