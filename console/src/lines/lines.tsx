/** Credit lines: what merchants lend to members on points that are pledged; all of them, or one. */
import type { JSX } from 'preact';
import { useProgramList } from '../data/programs.js';
import { useSession } from '../data/session.js';
import { Actions } from '../parts/action.js';
import { Page, Tabs } from '../parts/parts.js';
import { addressOf } from '../shell/router.js';
import type { ScreenProps } from '../shell/screen.js';
import { organizationName } from '../texts/format.js';
import { t } from '../texts/text.js';
import { grant } from './line-actions.js';
import { LinePage } from './line.js';
import { LineTable, useLines } from './line-table.js';

export function Lines({ path, query }: ScreenProps): JSX.Element {
  const [mspId, lineId] = path;
  if (mspId !== undefined && lineId !== undefined) return <LinePage mspId={mspId} lineId={lineId} />;
  return <All isOwn={query.get('of') === 'own'} />;
}

function All({ isOwn }: { isOwn: boolean }): JSX.Element {
  const { who } = useSession();
  const programs = useProgramList();
  const reading = useLines(isOwn ? { mspId: who.mspId } : {});
  return (
    <Page
      title={t('lines.title')}
      lead={t('lines.lead')}
      actions={programs.value && <Actions of={[grant(programs.value)]} onDone={reading.reload} />}
    >
      <Tabs
        label={t('lines.title')}
        tabs={[
          { href: addressOf(['lines']), text: t('lines.all'), isCurrent: !isOwn },
          {
            href: addressOf(['lines'], { of: 'own' }),
            text: t('lines.grantedBy', { organization: organizationName(who.mspId) }),
            isCurrent: isOwn,
          },
        ]}
      />
      <LineTable of={reading} currency={programs.value?.currency} />
    </Page>
  );
}
