/** An account's points that are given for a term: what they come back with, and what can be done with them. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useProgramNames } from '../data/names.js';
import { listOf } from '../data/lists.js';
import { usePages } from '../data/pages.js';
import { useRead } from '../data/read.js';
import { Actions, type Offered } from '../parts/action.js';
import { PagedTable } from '../parts/paged-table.js';
import { AsOf, Badge, Card, Day, Id, Points } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { count, percent } from '../texts/format.js';
import { t } from '../texts/text.js';

type Offer = Routes['/v1/note-offers']['get']['reply']['offers'][number];
type Note = Routes['/v1/notes/{noteId}']['get']['reply'] & Pick<Offer, 'early'>;

export function Notes({ accountId, isOwn }: { accountId: string; isOwn: boolean }): JSX.Element {
  const names = useProgramNames();
  const reading = usePages(
    `notes ${accountId}`,
    async (client, signal, cursor) => {
      const page = await client.get('/v1/accounts/{accountId}/notes', {
        params: { accountId },
        query: { limit: 25, cursor },
        signal,
      });
      const all = page.notes.map(async ({ mspId, noteId, programId, offerId }): Promise<Note> => {
        const [note, { early }] = await Promise.all([
          client.get('/v1/notes/{noteId}', { params: { noteId }, query: { noteMspId: mspId }, signal }),
          client.get('/v1/note-offers/{programId}/{offerId}', { params: { programId, offerId }, signal }),
        ]);
        return early === undefined ? note : { ...note, early };
      });
      return { notes: await Promise.all(all), asOfBlock: page.asOfBlock, nextCursor: page.nextCursor };
    },
    ({ notes }) => notes,
    ({ mspId, noteId }) => `${mspId} ${noteId}`,
    ['note.'],
  );
  const offers = useRead(
    isOwn ? 'all-note-offers' : undefined,
    (client, signal) => listOf(client.pages('/v1/note-offers', { signal }), (page) => page.offers),
    ['note-offer.'],
  );
  const open = offers.value?.filter(({ status }) => status === 'open') ?? [];
  return (
    <Card
      title={t('members.notes')}
      note={t('members.notesNote')}
      aside={
        <div class="actions">
          <AsOf block={reading.value?.asOfBlock} />
          {isOwn && open.length > 0 && <Actions of={[buy(accountId, open, names)]} onDone={reading.reload} />}
        </div>
      }
      flush
    >
      <PagedTable
        of={reading}
        caption={t('members.notes')}
        empty={t('members.noNotes')}
        keyOf={({ mspId, noteId }) => `${mspId} ${noteId}`}
        columns={[
          {
            title: t('members.note'),
            names: true,
            of: ({ mspId, noteId, pledge }) => (
              <>
                <Id of={noteId} href={addressOf(['members', 'operation', mspId, noteId])} />{' '}
                {pledge && <Badge tone="note">{t('kind.pledge-note')}</Badge>}
              </>
            ),
          },
          { title: t('members.given'), figures: true, of: ({ principal }) => <Points of={principal} /> },
          { title: t('members.earnsAtEnd'), figures: true, of: ({ atEnd }) => <Points of={atEnd} /> },
          { title: t('members.program'), of: ({ programId }) => names(programId) },
          { title: t('members.earnsFrom'), of: ({ from }) => <Day of={from} /> },
          { title: t('members.comesBack'), of: ({ until }) => <Day of={until} /> },
          ...(isOwn
            ? [
                {
                  title: t('notes.say'),
                  of: (note: Note) => (
                    <span class="actions">
                      <Actions quiet of={noteActions(note)} onDone={reading.reload} />
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

const buy = (accountId: string, offers: readonly Offer[], names: (programId: string) => string): Offered => ({
  action: 'post /v1/notes',
  title: t('members.buyNote'),
  note: t('members.buyNoteNote'),
  fields: [
    {
      name: 'offer',
      label: 'notes.offer',
      kind: 'choice',
      options: offers.map(({ programId, offerId, days, rates }) => [
        `${programId}/${offerId}`,
        t('members.offerSays', {
          program: names(programId),
          offer: offerId,
          days: count(days),
          rate: percent((rates.at(-1)?.ppm ?? 0) / 1_000_000, 4),
        }),
      ]),
    },
    { name: 'amount', label: 'members.amount', kind: 'points' },
  ],
  sent: ({ offer, amount }: { offer: string; amount: string }) => {
    const [programId, offerId] = offer.split('/');
    return { programId, offerId, accountId, amount };
  },
});

/** One that is pledged comes back at its end, and not before. */
function noteActions({ noteId, mspId, from, until, early, pledge }: Note): readonly (Offered | false)[] {
  const params = { noteId };
  const today = new Date().toISOString().slice(0, 10);
  const lasted = (Date.parse(today) - Date.parse(from)) / 86_400_000;
  const isOver = until <= today;
  const isPledged = pledge !== undefined;
  const isEarly = early !== undefined && !isOver && !isPledged && lasted >= early.afterDays;
  return [
    (isOver || isEarly) && {
      action: 'post /v1/notes/{noteId}/redeem',
      title: t(isEarly ? 'members.redeemEarly' : 'members.redeemNote'),
      note: isEarly
        ? t('members.redeemEarlyNote', { days: early.afterDays, share: percent(early.sharePpm / 1_000_000, 2) })
        : t('members.redeemNoteNote'),
      danger: isEarly,
      params,
      sent: () => ({ noteMspId: mspId, ...(isEarly && { early: true as const }) }),
    },
    !isPledged && {
      action: 'post /v1/notes/{noteId}/transfer',
      title: t('members.transferNote'),
      note: t('members.transferNoteNote'),
      fields: [
        { name: 'toAccountId', label: 'members.toAccount', kind: 'text' },
        { name: 'parts.of', label: 'members.parts', kind: 'count', optional: true, hint: 'members.partsHint' },
        { name: 'parts.given', label: 'members.partsGiven', kind: 'count', optional: true },
      ],
      params,
      sent: (body: object) => ({ noteMspId: mspId, ...body }),
    },
  ];
}
