/** What members decided on, carried out with several organisations' keys at hand: a channel's changes, and the chaincode's definition. */
import type { ChaincodeDefinition } from '@commonpoint/network/admin/chaincode-definition';
import type { CommittedAt } from '@commonpoint/network/admin/lifecycle';
import { retry } from '@commonpoint/network/admin/retry';
import type { Intent } from '@commonpoint/network/config/intents';
import type { Organization } from '@commonpoint/network/topology';
import type { AgreedTopology } from '../description/founding.js';
import { applyTogether } from '../steward/apply-together.js';
import { NotDecided } from '../steward/decisions.js';
import { Steward } from '../steward/steward.js';

/** A vote is on all peers a moment after it was cast. */
const SEEN_WITHIN_MS = 20_000;

type Say = (line: string) => void;

export async function applyDecided(stewards: readonly Steward[], intent: Intent | undefined, say: Say): Promise<void> {
  if (intent !== undefined) await soonDecided(() => applyTogether(stewards, intent, say));
}

/**
 * Nobody's peer runs what its organisation has not approved: so all approve before anybody commits.
 *
 * @param members that are to approve because it was decided on
 * @param newcomers whose peers cannot ask for votes before they run it
 * @returns the sequence in force at all of them
 */
export async function defineTogether(
  topology: AgreedTopology,
  dataDir: string,
  {
    members,
    newcomers = [],
    definition,
  }: {
    readonly members: readonly Organization[];
    readonly newcomers?: readonly Organization[];
    /** Undefined when it is committed. */
    readonly definition: ChaincodeDefinition | undefined;
  },
): Promise<number> {
  const open = (organization: Organization): Steward => new Steward(topology, organization, dataDir);
  const [known, joining] = [members.map(open), newcomers.map(open)];
  const all = [...known, ...joining];
  try {
    const [first] = known as [Steward];
    const wanted = definition ?? (await first.definition())!;
    let committed: CommittedAt | undefined;
    if (definition !== undefined) {
      await Promise.all(known.map((each) => soonDecided(() => each.approve(definition))));
      await Promise.all(joining.map((each) => each.approveAsNewcomer(definition)));
      committed = await first.commit(
        definition,
        all.map(({ mspId }) => mspId),
      );
    }
    for (const each of all) {
      await retry({ what: 'see the chaincode so at every peer', intervalMs: 25 }, async () => {
        if (((await each.definition())?.sequence ?? 0) < wanted.sequence)
          throw new Error('a peer lacks the definition');
      });
    }
    // Also where it is committed already: whoever did it may have been cut off before it said so.
    await retry({ what: 'record where it was committed' }, () => first.recordDefinition(wanted, committed));
    return wanted.sequence;
  } finally {
    for (const each of all) each.close();
  }
}

function soonDecided(action: () => Promise<void>): Promise<void> {
  const isFinal = (error: unknown): boolean => !(error instanceof NotDecided);
  return retry({ what: 'carry out what members decided', timeoutMs: SEEN_WITHIN_MS, isFinal }, action);
}
