/** Changes of the channel with everybody's keys at hand: one proposal has all of them, and each is carried out when the one before is in force. */
import type { common } from '@hyperledger/fabric-protos';
import type { GovernanceAction } from '@commonpoint/catalogue';
import { planUpdate } from '@commonpoint/network/config/carry-out';
import { NothingChanges } from '@commonpoint/network/config/compute-update';
import type { Intent } from '@commonpoint/network/config/intents';
import type { Topology } from '@commonpoint/network/topology';
import { Steward } from '../steward/steward.js';
import { applyDecided } from './carry-out-decisions.js';
import { decideAtOnce } from './decide-at-once.js';
import { readDelegates } from './gateway-files.js';

export interface ChangingTogether {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  /** Behind the proposer's name. */
  readonly name: string;
}

/** What is in force already is passed over, so that it may be cut off anywhere. @throws Complaint while members' rules make it wait */
export async function decideAndApply(
  { topology, dataDir, say, name }: ChangingTogether,
  wishes: readonly Intent[],
): Promise<void> {
  const stewards = topology.organizations.map((organization) => new Steward(topology, organization, dataDir, say));
  const [first] = stewards as [Steward];
  try {
    const { proposals: before, open } = await first.decisions();
    const left = plannedAfterEachOther(topology.channel, await first.config(), wishes);
    const actions = left
      .map(({ planHash }): GovernanceAction => ({ kind: 'channel-configuration', planHash }))
      .filter((action) => !('planHash' in action) || !open.includes(action.planHash));
    if (actions.length > 0) {
      const delegates = await readDelegates(dataDir);
      const by = topology.organizations.filter(({ kind }) => kind === 'merchant');
      await decideAtOnce({ delegates, by, name, actions, before, say });
    }
    for (const { wish } of left) await applyDecided(stewards, wish, say);
  } finally {
    for (const steward of stewards) steward.close();
  }
}

function plannedAfterEachOther(
  channel: string,
  present: common.Config,
  wishes: readonly Intent[],
): { readonly wish: Intent; readonly planHash: string }[] {
  let config = present;
  return wishes.flatMap((wish) => {
    try {
      const { planHash, wanted } = planUpdate(channel, config, wish);
      config = wanted;
      return [{ wish, planHash }];
    } catch (error) {
      if (error instanceof NothingChanges) return [];
      throw error;
    }
  });
}
