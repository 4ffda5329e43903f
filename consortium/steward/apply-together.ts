/** A change of the channel with several organisations' keys at hand, as on one machine. */
import { UpdateNotInForce } from '@commonpoint/network/config/carry-out';
import type { Intent } from '@commonpoint/network/config/intents';
import { SignatureUseless } from './signed-plan.js';
import type { Steward } from './steward.js';

type Say = (line: string) => void;

/** Before another update that comes in between is nobody's bad luck any more. */
const ATTEMPTS_MAX = 3;

/** Each plans and signs by itself; where the configuration moves on meanwhile, all do it again, and the vote stays. */
export async function applyTogether(stewards: readonly Steward[], wish: Intent, say: Say): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const [first] = stewards as [Steward];
    const planned = await first.plan(wish);
    const signed = await Promise.all(
      stewards.map(async (each) => (each === first ? each.sign(planned) : each.sign(await each.plan(wish)))),
    );
    say(decidedBy(signed[0]!));
    say(`signed by ${signed.map((each) => each.signed.mspId).join(', ')}`);
    try {
      const now = await first.send(
        planned,
        signed.map((each) => each.signed),
      );
      say(`in force as configuration ${now.getSequence()}`);
      await first.recordExecutions();
      return;
    } catch (error) {
      const hasMoved = error instanceof SignatureUseless || (error instanceof UpdateNotInForce && error.hasMovedOn);
      if (!hasMoved || attempt === ATTEMPTS_MAX) throw error;
      say(`the configuration moved on; planned again`);
    }
  }
}

/** In words. */
export function decidedBy({ signed, proposalId }: Awaited<ReturnType<Steward['sign']>>): string {
  return `decided by ${proposalId ?? `${signed.mspId} itself`}`;
}
