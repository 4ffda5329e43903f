/** Closing a cycle, which may take many transactions. */
import { closeCycle as closeEntry, getCycle, type CycleReport } from '@commonpoint/catalogue';
import type { Caller } from '../../caller.js';
import type { Gateway } from '../../gateway.js';
import type { WriteOptions, Written } from '../../writes/results.js';
import { clearingQueries } from './reads.js';

/** As many transactions as it takes; `existed` if it was closed already. They go on after `waitMs`. @throws Failure */
export async function closeCycle(
  { projection, peer, transactions }: Pick<Gateway, 'projection' | 'peer' | 'transactions'>,
  { role }: Pick<Caller, 'role'>,
  cycle: string,
  { waitMs }: WriteOptions,
): Promise<Written<CycleReport>> {
  transactions.requireOpen();
  // A cycle that is closed stays as it is: nothing would be written.
  if (projection.of(clearingQueries).cycleStatus(cycle) === 'closed') {
    return { state: 'committed', existed: true, value: await peer.evaluate(getCycle, { cycle }, role) };
  }
  return transactions.within<CycleReport>(waitMs, async (progress) => {
    for (;;) {
      const { txId, reply } = await transactions.run(role, closeEntry, { cycle }, { progress });
      const { more, ...value } = reply;
      if (!more) return { state: 'committed', txId, value };
      if (transactions.isClosing()) return { state: 'submitted', txId };
    }
  });
}
