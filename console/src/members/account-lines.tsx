/** What merchants lend to an account on points that are pledged. */
import type { JSX } from 'preact';
import { useProgramList } from '../data/programs.js';
import { grant } from '../lines/line-actions.js';
import { LineTable, useLines } from '../lines/line-table.js';
import { Actions } from '../parts/action.js';

export function AccountLines({ accountId }: { accountId: string }): JSX.Element {
  const programs = useProgramList();
  const reading = useLines({ accountId });
  return (
    <LineTable
      of={reading}
      currency={programs.value?.currency}
      {...(programs.value && {
        aside: <Actions of={[grant(programs.value, accountId)]} onDone={reading.reload} />,
      })}
    />
  );
}
