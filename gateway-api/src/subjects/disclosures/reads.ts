/** What was disclosed, each held against the ledger's state and against what blocks wrote. */
import { listDisclosures, type Disclosure, type RequestOf, type Role } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Read } from '../../channel/reads.js';
import type { Gateway } from '../../gateway.js';
import { readPublishedFigures, writesOfFigure } from '../figures/reads.js';
import { checkDisclosure } from './check-disclosure.js';
import type { CheckedDisclosure } from './views.js';

/** @throws Failure */
export async function readCheckedDisclosures(
  gateway: Pick<Gateway, 'peer' | 'projection' | 'caughtUp'>,
  of: RequestOf<typeof listDisclosures>,
  role: Role,
): Promise<Read<{ readonly disclosures: readonly CheckedDisclosure[] }>> {
  const { value, asOfBlock } = await gateway.peer.read(listDisclosures, of, role);
  const monthOf = ({ figure: { owner, period } }: Disclosure) => `${owner} ${period}`;
  const months = new Map(value.disclosures.map((each) => [monthOf(each), each.figure]));
  const states = new Map(
    await Promise.all(
      [...months].map(async ([key, { owner, period }]) => {
        const state = await readPublishedFigures(gateway, { owner, from: period, to: period }, role);
        return [key, state.value] as const;
      }),
    ),
  );
  // Asked now, so that whatever the state had to say is in the blocks.
  if (value.disclosures.length > 0 && !(await gateway.caughtUp())) throw behind();
  const disclosures = value.disclosures.map((disclosure) => {
    const { owner, name } = disclosure.figure;
    const ledgerHash = states.get(monthOf(disclosure))?.find((each) => each.name === name)?.hash;
    return checkDisclosure(disclosure, ledgerHash, (month, figure) => writesOfFigure(gateway, owner, month, figure));
  });
  return { value: { disclosures }, asOfBlock };
}

/** To say of a merchant that it never recorded something, all blocks have to be known. */
function behind(): Failure {
  const detail = 'This gateway has not read all blocks yet; what it said of a disclosure could be wrong.';
  return new Failure('LEDGER_TIMEOUT', detail, { retryAfterS: 2 });
}
