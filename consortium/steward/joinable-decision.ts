/** What is left to decide on so that an organisation joins, where all of it can be carried out to its end. */
import { IntentRefused } from '@commonpoint/network/config/intents';
import { Complaint } from '../terminal/complaint.js';
import { type Joining, type JoiningDecision, joiningDecision } from './joining-decision.js';
import { joiningHindrances } from './joining-hindrances.js';
import type { Steward } from './steward.js';

/** As far as the steward's own peer and topology show. @throws Complaint with everything that is in the way, a line each */
export async function joinableDecision(steward: Steward, joining: Joining): Promise<JoiningDecision> {
  const cannot = (whys: readonly string[]): Complaint =>
    new Complaint(`${joining.newcomer.name} cannot join:\n${whys.map((why) => `- ${why}`).join('\n')}`);
  const decision = await joiningDecision(steward, joining).catch((error: unknown) => {
    throw error instanceof IntentRefused ? cannot([error.message]) : error;
  });
  const { plans, present, committed } = decision;
  const hindrances = joiningHindrances({ ...joining, present, committed }, plans);
  if (hindrances.length > 0) throw cannot(hindrances);
  return decision;
}
