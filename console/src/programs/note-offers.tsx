/** Under what a programme's points are taken for a term, and what interest may still be promised. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { PagedTable } from '../parts/paged-table.js';
import { AsOf, Card, Meter, Points, Status } from '../parts/parts.js';
import { count, day, percent, points, share } from '../texts/format.js';
import { t } from '../texts/text.js';
import type { ProgramRead } from './issuer-actions.js';

type Offer = Routes['/v1/note-offers/{programId}/{offerId}']['get']['reply'];

const rate = (ppm: number): string => percent(ppm / 1_000_000, 4);

export function NoteOffers({ program }: { program: ProgramRead }): JSX.Element {
  const { who } = useSession();
  const { programId } = program;
  const isIssuer = program.issuer === who.mspId;
  const reading = usePages(
    `note-offers ${programId}`,
    async (client, signal, cursor) => {
      const page = await client.get('/v1/note-offers', { query: { programId, limit: 25, cursor }, signal });
      const all = page.offers.map(({ offerId }) =>
        client.get('/v1/note-offers/{programId}/{offerId}', { params: { programId, offerId }, signal }),
      );
      return { offers: await Promise.all(all), asOfBlock: page.asOfBlock, nextCursor: page.nextCursor };
    },
    ({ offers }) => offers,
    ({ offerId }) => offerId,
    ['note.'],
  );
  return (
    <Card
      title={t('notes.offers')}
      note={t('notes.offersNote')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          {isIssuer && <Actions of={[newOffer(programId)]} onDone={reading.reload} />}
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('notes.offers')}
        empty={t('notes.noOffers')}
        keyOf={({ offerId }) => offerId}
        columns={[
          { title: t('notes.offer'), names: true, of: ({ offerId }) => offerId },
          { title: t('members.state'), of: ({ status }) => <Status of={status} group="offer" /> },
          { title: t('notes.term'), figures: true, of: ({ days }) => t('notes.days', { count: count(days) }) },
          { title: t('notes.rate'), of: (offer) => <Rates of={offer} /> },
          { title: t('notes.early'), of: ({ early }) => (early ? earlySays(early) : t('notes.never')) },
          {
            title: t('notes.left'),
            figures: true,
            of: ({ remaining, ceiling }) => (
              <>
                <Points of={remaining} />
                <p class="note">{t('notes.ofCeiling', { ceiling: points(ceiling) })}</p>
                <Meter part={1 - share(remaining, ceiling)} label={t('notes.promised')} />
              </>
            ),
          },
          ...(isIssuer
            ? [
                {
                  title: t('notes.say'),
                  of: (offer: Offer) =>
                    offer.status === 'open' && (
                      <span class="actions">
                        <Actions quiet of={offerActions(offer)} onDone={reading.reload} />
                      </span>
                    ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

const earlySays = ({ afterDays, sharePpm }: NonNullable<Offer['early']>): string =>
  t('notes.earlySays', { days: count(afterDays), share: rate(sharePpm) });

/** The one that holds, what is announced, and between which it stays. */
function Rates({ of: { rates, ppmMin, ppmMax } }: { of: Offer }): JSX.Element {
  const today = new Date().toISOString().slice(0, 10);
  const now = rates.filter(({ from }) => from <= today).at(-1) ?? rates[0]!;
  return (
    <>
      {rate(now.ppm)}
      {rates
        .filter(({ from }) => from > now.from)
        .map(({ from, ppm }) => (
          <p key={from} class="note">
            {t('notes.rateFrom', { day: day(from), rate: rate(ppm) })}
          </p>
        ))}
      <p class="note">{t('notes.between', { least: rate(ppmMin), most: rate(ppmMax) })}</p>
    </>
  );
}

const newOffer = (programId: string): Offered => ({
  action: 'post /v1/note-offers',
  title: t('notes.newOffer'),
  note: t('notes.newOfferNote'),
  fields: [
    { name: 'offerId', label: 'notes.offerId', kind: 'text', hint: 'notes.offerIdHint' },
    { name: 'days', label: 'notes.termDays', kind: 'count' },
    { name: 'ppm', label: 'notes.rate', kind: 'rate', hint: 'field.inPercent' },
    { name: 'ppmMin', label: 'notes.ppmMin', kind: 'rate' },
    { name: 'ppmMax', label: 'notes.ppmMax', kind: 'rate' },
    { name: 'noticeDays', label: 'notes.noticeDays', kind: 'count', initial: '30' },
    { name: 'ceiling', label: 'notes.ceiling', kind: 'points', hint: 'notes.ceilingHint' },
    { name: 'lanes', label: 'notes.lanes', kind: 'count', initial: '4' },
    { name: 'early.afterDays', label: 'notes.afterDays', kind: 'count', optional: true, hint: 'notes.afterDaysHint' },
    { name: 'early.sharePpm', label: 'notes.sharePpm', kind: 'rate', optional: true },
  ],
  sent: (body: object) => ({ programId, ...body }),
});

function offerActions({ programId, offerId, ppmMin, ppmMax, noticeDays }: Offer): readonly Offered[] {
  const params = { programId, offerId };
  return [
    {
      action: 'post /v1/note-offers/{programId}/{offerId}/rates',
      title: t('notes.changeRate'),
      note: t('notes.changeRateNote', { days: noticeDays, least: rate(ppmMin), most: rate(ppmMax) }),
      fields: [
        { name: 'from', label: 'notes.from', kind: 'day' },
        { name: 'ppm', label: 'notes.rate', kind: 'rate', hint: 'field.inPercent' },
      ],
      params,
    },
    {
      action: 'post /v1/note-offers/{programId}/{offerId}/close',
      title: t('notes.close'),
      note: t('notes.closeNote'),
      danger: true,
      params,
    },
  ];
}
