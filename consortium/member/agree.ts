/**
 * One member's part in a change of the channel, from the proposal to the configuration: `member network agree INTENT`. Who types it first
 * proposes it; the others vote for what they plan themselves, and all sign it. It may be cut off anywhere and run again.
 */
import { relative } from 'node:path';
import { NothingChanges } from '@commonpoint/network/config/compute-update';
import { type Intent, IntentRefused } from '@commonpoint/network/config/intents';
import type { Organization } from '@commonpoint/network/topology';
import { followPlan } from '../steward/follow-decisions.js';
import { notePlan, planPath } from '../steward/noted-plans.js';
import type { Steward } from '../steward/steward.js';
import { awaitOthers, Waiting } from '../terminal/await-others.js';
import { Complaint } from '../terminal/complaint.js';
import { decideAsMember, votes } from './decide-as-member.js';

export interface Agreeing {
  readonly steward: Steward;
  readonly organization: Organization;
  readonly dataDir: string;
  /** Behind the proposer's name. */
  readonly name: string;
  readonly say: (line: string) => void;
}

/** Resolves when it is in force. @throws Complaint */
export async function agree(wish: Intent, { steward, organization, dataDir, name, say }: Agreeing): Promise<void> {
  const isVoter = await votes(steward, organization.kind);
  let noted = '';
  await awaitOthers(
    async () => {
      const { proposals: before, open } = await steward.decisions();
      const planned = await steward.plan(wish).catch((error: unknown) => {
        // It came into force meanwhile: what was added cannot be added again.
        if (error instanceof NothingChanges || (error instanceof IntentRefused && noted !== '')) return undefined;
        throw error instanceof IntentRefused ? new Complaint(error.message) : error;
      });
      if (planned === undefined) return true;
      const { planHash } = planned;
      if (noted !== planHash) {
        notePlan(dataDir, planHash, wish);
        say(`planned as ${planHash}: the others need ${relative(dataDir, planPath(dataDir, planHash))}`);
        noted = planHash;
      }
      if (!open.includes(planHash)) {
        const actions = [{ kind: 'channel-configuration' as const, planHash }];
        return decideAsMember(steward, { name, actions, before, isVoter, say });
      }
      await followPlan(steward, planHash, say, wish);
      return new Waiting(
        `the plan ${planHash} is to be signed by administrators of more than half of all organisations`,
      );
    },
    { say },
  );
  await awaitOthers(() => steward.recordExecutions(), { say });
  say('in force');
}
