/** Open holds that this organisation posted or may capture, whosever the points are; what is pledged is with its credit line. */
import type { Routes } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useProgramNames } from '../data/names.js';
import { usePages } from '../data/pages.js';
import { useSession } from '../data/session.js';
import { Actions, type Offered } from '../parts/action.js';
import { AsOf, Card, Id, Organization, Points, Time } from '../parts/parts.js';
import { PagedTable } from '../parts/paged-table.js';
import type { Column } from '../parts/table.js';
import { addressOf } from '../shell/router.js';
import { points } from '../texts/format.js';
import { t } from '../texts/text.js';

export type Hold = Routes['/v1/holds']['get']['reply']['holds'][number];

export function OpenHolds(): JSX.Element {
  const { who } = useSession();
  const names = useProgramNames();
  const reading = usePages(
    'open-holds',
    (client, signal, cursor) => client.get('/v1/holds', { signal, query: { limit: 50, cursor } }),
    ({ holds }) => holds,
    ({ mspId, holdId }) => `${mspId} ${holdId}`,
    ['hold.'],
  );
  return (
    <Card
      title={t('members.holds')}
      note={t('members.openHoldsNote')}
      aside={<AsOf block={reading.value?.asOfBlock} />}
      flush
    >
      <PagedTable
        of={reading}
        caption={t('members.holds')}
        empty={t('members.noHolds')}
        keyOf={({ mspId, holdId }) => `${mspId} ${holdId}`}
        columns={[
          ...holdColumns(names).slice(0, 1),
          {
            title: t('members.account'),
            of: ({ accountId }) => <Id of={accountId} href={addressOf(['members', 'account', accountId])} />,
          },
          ...holdColumns(names).slice(1),
          sayColumn(who.mspId, reading.reload),
        ]}
      />
    </Card>
  );
}

export const holdColumns = (names: (programId: string) => string): readonly Column<Hold>[] => [
  {
    title: t('members.hold'),
    names: true,
    of: ({ mspId, holdId }) => <Id of={holdId} href={addressOf(['members', 'operation', mspId, holdId])} />,
  },
  { title: t('members.amount'), figures: true, of: ({ amount }) => <Points of={amount} /> },
  { title: t('members.program'), of: ({ programId }) => names(programId) },
  { title: t('members.heldBy'), of: ({ mspId }) => <Organization of={mspId} /> },
  {
    title: t('members.heldFor'),
    of: ({ mspId, beneficiary = mspId, lineId }) => (
      <>
        <Organization of={beneficiary} />{' '}
        {lineId && <a href={addressOf(['lines', beneficiary, lineId])}>{t('lines.pledgeTitle')}</a>}
      </>
    ),
  },
  { title: t('members.until'), of: ({ expiresAt }) => <Time at={expiresAt} /> },
];

/** What each may still do is asked of the ledger: who posted it gives it back, whom it is for takes it. */
export const sayColumn = (own: string, onDone: () => void): Column<Hold> => ({
  title: t('settlements.say'),
  of: (hold) => (
    <span class="actions">
      <Actions quiet of={holdActions(hold, own)} onDone={onDone} />
    </span>
  ),
});

function holdActions({ mspId, holdId, amount, beneficiary = mspId, lineId, bridgeId, hashLock }: Hold, own: string) {
  // A pledge is with its line, and what crosses a bridge is the bridge's.
  if (lineId !== undefined || bridgeId !== undefined) return [];
  const fields = [
    { name: 'amount', label: 'members.amount', kind: 'points', optional: true, now: points(amount) },
  ] as const satisfies Offered['fields'];
  const lock = { name: 'preimage', label: 'members.preimage', kind: 'text', hint: 'members.preimageHint' } as const;
  const sent = (typed: object): object => ({ holdMspId: mspId, ...typed });
  const offered: readonly (Offered | false)[] = [
    own === beneficiary && {
      action: 'post /v1/holds/{holdId}/capture',
      title: t('members.capture'),
      note: t('members.captureNote'),
      fields: hashLock === undefined ? fields : [...fields, lock],
      params: { holdId },
      sent,
    },
    (own === mspId || own === beneficiary) && {
      action: 'post /v1/holds/{holdId}/void',
      title: t('members.giveBack'),
      note: t('members.giveBackNote'),
      params: { holdId },
      sent,
    },
  ];
  return offered;
}
