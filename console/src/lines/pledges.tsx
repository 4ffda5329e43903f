/** What is pledged for a credit line, in the order in which it would be taken. */
import type { JSX } from 'preact';
import { may } from '../data/allowed.js';
import { useSession } from '../data/session.js';
import { Actions } from '../parts/action.js';
import { Card, Id, Organization, Points, Table } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import { t } from '../texts/text.js';
import { pledgeActions, type Spoken } from './line-actions.js';

export function Pledges({ of, onDone }: { of: Spoken; onDone: () => void }): JSX.Element {
  const { who } = useSession();
  // Tills give back holds, and no pledges.
  const mayAct = (of.isPledgee || of.isCustodian) && may(who, 'post /v1/credit-lines/{mspId}/{lineId}/notice');
  return (
    <Card title={t('lines.pledges')} note={t('lines.pledgesNote')} flush>
      <Table
        caption={t('lines.pledges')}
        empty={t('lines.noPledges')}
        rows={of.line.pledges}
        keyOf={({ mspId, pledgeId }) => `${mspId} ${pledgeId}`}
        columns={[
          {
            title: t('lines.pledgeTitle'),
            names: true,
            of: ({ mspId, pledgeId }) => (
              <Id of={pledgeId} href={addressOf(['members', 'operation', mspId, pledgeId])} />
            ),
          },
          { title: t('members.amount'), figures: true, of: ({ amount }) => <Points of={amount} /> },
          { title: t('members.postedBy'), of: ({ mspId }) => <Organization of={mspId} /> },
          ...(mayAct
            ? [
                {
                  title: t('notes.say'),
                  of: (pledge: Spoken['line']['pledges'][number]) => (
                    <span class="actions">
                      <Actions quiet of={pledgeActions(pledge, of)} onDone={onDone} />
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
