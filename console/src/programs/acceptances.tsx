/** Who takes a programme's points, from which value on, and what each lets the issuer owe it. */
import type { Client, Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { monthBefore } from '../data/month-before.js';
import { usePages } from '../data/pages.js';
import { useRead } from '../data/read.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { PagedTable } from '../parts/paged-table.js';
import { AsOf, Badge, Card, Meter, Organization, Points, Time } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { organizationName, points, price, share } from '../texts/format.js';
import { t } from '../texts/text.js';
import type { ProgramRead } from './issuer-actions.js';

type Acceptance = Routes['/v1/programs/{programId}/acceptances']['get']['reply']['acceptances'][number];
type Credit = Routes['/v1/programs/{programId}/credit/{mspId}']['get']['reply'];
interface Row {
  readonly acceptance: Acceptance;
  readonly credit?: Credit | undefined;
}

async function pageOf(client: Client, programId: string, signal: AbortSignal | undefined, cursor: string | undefined) {
  const page = await client.get('/v1/programs/{programId}/acceptances', {
    params: { programId },
    query: { limit: 25, cursor },
    signal,
  });
  const rows = page.acceptances.map((each) => withCredit(client, programId, each, signal));
  return { rows: await Promise.all(rows), asOfBlock: page.asOfBlock, nextCursor: page.nextCursor };
}

async function withCredit(
  client: Client,
  programId: string,
  acceptance: Acceptance,
  signal: AbortSignal | undefined,
): Promise<Row> {
  if (acceptance.credit === undefined) return { acceptance };
  const params = { programId, mspId: acceptance.mspId };
  return { acceptance, credit: await client.get('/v1/programs/{programId}/credit/{mspId}', { params, signal }) };
}

/** The own one, on whichever page it is. */
async function ownOf(client: Client, programId: string, own: string, signal: AbortSignal): Promise<{ row?: Row }> {
  for await (const page of client.pages('/v1/programs/{programId}/acceptances', { params: { programId }, signal })) {
    const found = page.acceptances.find(({ mspId }) => mspId === own);
    if (found !== undefined) return { row: await withCredit(client, programId, found, signal) };
  }
  return {};
}

const events = ['program.', 'credit.', 'points.redeemed', 'hold.'];

/** From where on one is told, as events do. */
const toneOf = (part: number): 'good' | 'warn' | 'bad' => (part >= 0.95 ? 'bad' : part >= 0.8 ? 'warn' : 'good');

export function Acceptances({ program }: { program: ProgramRead }): JSX.Element {
  const { who } = useSession();
  const { programId, currency } = program;
  const isIssuer = program.issuer === who.mspId;
  const reading = usePages(
    `acceptances ${programId}`,
    (client, signal, cursor) => pageOf(client, programId, signal, cursor),
    ({ rows }) => rows,
    ({ acceptance }) => acceptance.mspId,
    events,
  );
  const own = useRead(
    isIssuer ? undefined : `own-acceptance ${programId}`,
    (client, signal) => ownOf(client, programId, who.mspId, signal),
    events,
  );
  const reload = (): void => {
    reading.reload();
    own.reload();
  };
  return (
    <Card
      title={t('accept.title')}
      note={t('accept.note')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          {own.value && <Actions of={ownActions(program, own.value.row)} onDone={reload} />}
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('accept.title')}
        empty={t('accept.none')}
        keyOf={({ acceptance }) => acceptance.mspId}
        columns={[
          {
            title: t('clearing.merchant'),
            names: true,
            of: ({ acceptance: { mspId } }) => <Organization of={mspId} />,
          },
          {
            title: t('members.state'),
            of: ({ acceptance }) => (
              <Badge tone={acceptance.inForce ? 'good' : 'calm'}>
                {t(acceptance.inForce ? 'accept.inForce' : 'accept.over')}
              </Badge>
            ),
          },
          {
            title: t('accept.from'),
            figures: true,
            of: ({ acceptance: { valueMin } }) => price(valueMin, currency),
          },
          { title: t('credit.limit'), figures: true, of: ({ credit }) => credit && <Limit of={credit} /> },
          {
            title: t('credit.used'),
            figures: true,
            of: ({ acceptance: { mspId }, credit }) =>
              credit && (
                <>
                  <Used of={credit} />
                  <a href={addressOf(['programs', programId, 'credit', mspId])}>{t('members.statement')}</a>
                </>
              ),
          },
          { title: t('accept.since'), of: ({ acceptance: { acceptedAt } }) => <Time at={acceptedAt} /> },
          ...(isIssuer
            ? [
                {
                  title: t('credit.say'),
                  of: ({ acceptance: { mspId }, credit }: Row) =>
                    credit &&
                    credit.credit.endedAt === undefined && (
                      <Actions quiet of={[raise(programId, mspId, credit)]} onDone={reload} />
                    ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

function Limit({ of: { credit } }: { of: Credit }): JSX.Element {
  if (credit.endedAt !== undefined) return <Badge>{t('credit.ended')}</Badge>;
  return (
    <>
      <Points of={credit.limit} />
      {credit.raise && (
        <p class="note">
          {t('credit.raiseSays', {
            limit: points(credit.raise.limit),
            organization: organizationName(credit.raise.by),
          })}
        </p>
      )}
    </>
  );
}

/** What was paid in advance may be more than what is owed. */
function Used({ of: { credit, used } }: { of: Credit }): JSX.Element {
  const part = used.startsWith('-') ? 0 : share(used, credit.limit);
  const tone = toneOf(part);
  return (
    <>
      {used.startsWith('-') ? t('credit.paidAhead', { amount: points(used.slice(1)) }) : <Points of={used} />}
      <Meter part={part} label={t('credit.used')} tone={tone} />
      {tone !== 'good' && <Badge tone={tone}>{t(tone === 'bad' ? 'credit.at95' : 'credit.at80')}</Badge>}
    </>
  );
}

const raise = (programId: string, mspId: string, { credit }: Credit): Offered => ({
  action: 'post /v1/programs/{programId}/credit/{mspId}/raise',
  title: t('credit.raise'),
  note: t('credit.raiseNote'),
  fields: [{ name: 'limit', label: 'credit.limit', kind: 'points', now: points(credit.limit) }],
  params: { programId, mspId },
});

/** What a merchant says of others' points: that it takes them, and how much may be owed to it for them. */
function ownActions({ programId, currency }: ProgramRead, own: Row | undefined): readonly (Offered | false)[] {
  const params = { programId };
  const isTaken = own !== undefined && own.acceptance.endedAt === undefined;
  const credit = own?.credit?.credit.endedAt === undefined ? own?.credit : undefined;
  return [
    {
      action: 'post /v1/programs/{programId}/acceptance',
      title: t('accept.accept'),
      note: t('accept.acceptNote'),
      fields: [{ name: 'valueMin', label: 'accept.from', kind: 'price', currency, hint: 'field.inMoney' }],
      params,
    },
    isTaken && {
      action: 'post /v1/programs/{programId}/credit',
      title: t('credit.grant'),
      note: t('credit.grantNote'),
      fields: [
        {
          name: 'limit',
          label: 'credit.limit',
          kind: 'points',
          ...(credit && { now: points(credit.credit.limit) }),
        },
      ],
      params,
    },
    credit !== undefined && raise(programId, own!.acceptance.mspId, credit),
    credit !== undefined && {
      action: 'post /v1/programs/{programId}/credit/prepayments',
      title: t('credit.prepaid'),
      note: t('credit.prepaidNote'),
      fields: [
        { name: 'prepaymentId', label: 'credit.prepaymentId', kind: 'text' },
        { name: 'amount', label: 'members.amount', kind: 'points' },
      ],
      params,
    },
    credit !== undefined && {
      action: 'post /v1/programs/{programId}/credit/{mspId}/release',
      title: t('credit.release'),
      note: t('credit.releaseNote'),
      fields: [{ name: 'cycle', label: 'clearing.cycle', kind: 'month', initial: monthBefore() }],
      params: { programId, mspId: own!.acceptance.mspId },
    },
    credit !== undefined && {
      action: 'post /v1/programs/{programId}/credit/end',
      title: t('credit.end'),
      note: t('credit.endNote'),
      danger: true,
      params,
    },
    isTaken && {
      action: 'post /v1/programs/{programId}/acceptance/end',
      title: t('accept.end'),
      note: t('accept.endNote'),
      danger: true,
      params,
    },
  ];
}
