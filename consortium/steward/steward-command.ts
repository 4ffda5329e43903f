/** What a steward is told at a terminal: to plan, to sign with its own key alone, to send what others signed too. */
import { DangerousUpdate, dangersOf } from '@commonpoint/network/config/dangers';
import { planText } from '@commonpoint/network/config/planned-changes';
import { Complaint } from '../terminal/complaint.js';
import { decidedBy } from './apply-together.js';
import { jsonIn, takeIntent } from './intent-argument.js';
import { notePlan } from './noted-plans.js';
import { type SignedPlan, signedPlan } from './signed-plan.js';
import type { Steward } from './steward.js';

type Say = (line: string) => void;

/** `plan INTENT | sign INTENT | post INTENT | send INTENT FILE…`; false when it is none of these. @throws Complaint */
export async function runStewardCommand(
  args: readonly string[],
  { steward, dataDir, say }: { readonly steward: () => Steward; readonly dataDir: string; readonly say: Say },
): Promise<boolean> {
  const [command = '', ...more] = args;
  const taken = ['plan', 'sign', 'post', 'send'].includes(command) ? takeIntent(more) : undefined;
  if (taken === undefined || (command !== 'send' && taken.rest.length > 0)) return false;
  const { wish, rest } = taken;
  const others = rest.map(signatureIn);
  const own = steward();
  try {
    const planned = await own.plan(wish);
    if (command === 'plan') {
      notePlan(dataDir, planned.planHash, wish);
      say(planText(planned.channel, planned.changes));
      // Members would vote for what no steward signs.
      const dangers = dangersOf(planned.present, planned.wanted, Date.now());
      if (dangers.length > 0) say(new DangerousUpdate(dangers).message);
      say(planned.planHash);
      return true;
    }
    if (command === 'post') {
      const { proposalId } = await own.post(planned, wish);
      say(`decided by ${proposalId}`);
      say(`${own.mspId} has signed: its signature is on the ledger`);
      return true;
    }
    const decided = await own.sign(planned);
    const { signed } = decided;
    if (command === 'sign') {
      say(JSON.stringify(signed));
      return true;
    }
    const signatures = [signed, ...others.filter(({ mspId }) => mspId !== signed.mspId)];
    say(decidedBy(decided));
    say(`signed by ${signatures.map(({ mspId }) => mspId).join(', ')}`);
    const now = await own.send(planned, signatures);
    say(`in force as configuration ${now.getSequence()}`);
    await own.recordExecutions();
    return true;
  } catch (error) {
    throw error instanceof Complaint ? error : new Complaint((error as Error).message);
  } finally {
    own.close();
  }
}

function signatureIn(path: string): SignedPlan {
  const parsed = signedPlan.safeParse(jsonIn(path));
  if (parsed.success) return parsed.data;
  throw new Complaint(`${path} holds no signature that a steward made`, 2);
}
