/**
 * An organisation leaves the channel of a consortium that runs on this machine, under load: `npm run network -- remove-org SLUG`. Each step
 * looks first whether it is done, on the ledger, in the channel's configuration and at the nodes, so that the command may be cut off
 * anywhere and run again. Nothing is asked of the one that leaves: it may be gone already.
 */
import { daysAfter, dayOf, getConstitution, type GovernanceAction } from '@commonpoint/catalogue';
import {
  readConnectionDescription,
  writeConnectionDescription,
} from '@commonpoint/network/admin/connection-description';
import { noteLeft } from '@commonpoint/network/left';
import { everybody, merchants, type Organization, whole, withoutOrganization } from '@commonpoint/network/topology';
import { agreedIn, type AgreedTopology } from '../description/founding.js';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { undecided } from '../steward/decisions.js';
import { awaitPolicies } from '../steward/due-policies.js';
import { type LeavingPlans, leavingPlans } from '../steward/leaving-plans.js';
import { Steward } from '../steward/steward.js';
import { Complaint } from '../terminal/complaint.js';
import { applyDecided, defineTogether } from './carry-out-decisions.js';
import { changingAlone, knownTopology, organizationsNamed } from './data-folder.js';
import { decideAtOnce } from './decide-at-once.js';
import { GatewayClient } from './gateway-client.js';
import { readDelegates } from './gateway-files.js';
import { requireWell } from './network-preflight.js';
import { obligationsOf, readStanding } from './obligations.js';

/** Points take two merchants' endorsement, and an orderer that fails is to be borne by those that stay. */
const MERCHANTS_MIN = 2;
const ORGANIZATIONS_MIN = 3;

export interface Removing {
  readonly dataDir: string;
  /** Slugs of those that vote and sign, all that stay unless given. */
  readonly by: string | undefined;
  /** Slug of the merchant that serves its accounts from then on. */
  readonly successor: string | undefined;
  /** It does not come back: it is removed with what it owes, and its programmes are wound down. */
  readonly isGone: boolean;
  readonly say: (line: string) => void;
}

interface Leaving extends Removing {
  /** Without the one that leaves. */
  readonly topology: AgreedTopology;
  readonly leaver: Organization;
  readonly signers: readonly Organization[];
  readonly stewards: readonly Steward[];
  /** Of all that stay. */
  readonly all: readonly Steward[];
}

/** @throws Complaint */
export function removeOrganization(slug: string, removing: Removing): Promise<void> {
  return changingAlone(removing.dataDir, () => removeAlone(slug, removing));
}

async function removeAlone(slug: string, removing: Removing): Promise<void> {
  const { dataDir, by, say } = removing;
  const known = { ...knownTopology(dataDir), ...agreedIn(readDescription(descriptionPath())) };
  const leaver = everybody(known).find((each) => each.slug === slug);
  if (leaver === undefined) {
    const slugs = everybody(known).map((each) => each.slug);
    throw new Complaint(`There is no organisation "${slug}" on this machine, but ${slugs.join(', ')}.`, 2);
  }
  const topology = withoutOrganization(known, leaver.mspId);
  refuseTooFew(topology, leaver);
  const signers = organizationsNamed(topology.organizations, by);
  const stewards = signers.map((organization) => new Steward(topology, organization, dataDir, say));
  const all = topology.organizations.map((organization) => new Steward(topology, organization, dataDir));
  const leaving: Leaving = { ...removing, topology, leaver, signers, stewards, all };
  try {
    const plans = await decide(leaving);
    const chaincode = { members: topology.organizations, definition: plans.definition };
    say(
      `the chaincode is defined without ${leaver.name}, sequence ${await defineTogether(topology, dataDir, chaincode)}`,
    );
    for (const orderer of plans.orderers) await applyDecided(stewards, orderer, say);
    await applyDecided(stewards, plans.organization, say);
    noteLeft(dataDir, leaver.mspId);
    await writeConnectionDescription(whole(topology), dataDir, readConnectionDescription(dataDir).kind);
    say(`${leaver.name} has left: nothing of it runs here any more`);
  } catch (error) {
    throw error instanceof Complaint ? error : new Complaint((error as Error).message);
  } finally {
    for (const steward of [...stewards, ...all]) steward.close();
  }
}

function refuseTooFew(topology: AgreedTopology, leaver: Organization): void {
  const stay = topology.organizations.length;
  if (merchants(topology).length >= MERCHANTS_MIN && stay >= ORGANIZATIONS_MIN) return;
  throw new Complaint(
    `${leaver.name} cannot leave: ${merchants(topology).length} merchants and ${stay} organisations would be left, and it takes ` +
      `${MERCHANTS_MIN} merchants to endorse and ${ORGANIZATIONS_MIN} organisations to order.`,
    2,
  );
}

/** What is left to do, decided on by those that stay. @throws Complaint while their rules make it wait, and where it owes something */
async function decide(leaving: Leaving): Promise<LeavingPlans> {
  const { stewards, dataDir, signers, leaver, topology, say } = leaving;
  const [first] = stewards as [Steward];
  const { proposals: before, open } = await first.decisions();
  const [present, committed, organizations] = await Promise.all([
    first.config(),
    first.definition(),
    first.organizations(),
  ]);
  const { mspId, slug } = leaver;
  const plans = leavingPlans({ topology, mspId, present, committed });
  const member = organizations.find((each) => each.mspId === mspId);
  const isMember = member !== undefined && member.status !== 'left';
  const carried = undecided(plans.actions, { open, proposals: before });
  if (!isMember && carried.length === 0) return plans;
  await requireWell(leaving.all, { present, wanted: plans.wanted });
  // Rows ask for more than half of those of their day: when two of four have left, nobody could write them any more.
  if (isMember) await awaitPolicies(first, say);
  const delegates = await readDelegates(dataDir);
  const [one] = signers.filter(({ kind }) => kind === 'merchant');
  const client = new GatewayClient(delegates[one?.slug ?? '']?.url ?? '', delegates[one?.slug ?? '']?.keys.delegate, 2);
  const ending: GovernanceAction[] = [];
  try {
    const standing = await readStanding(client, mspId);
    const owes = obligationsOf(mspId, standing, new Date().toISOString());
    if (owes.length > 0 && !leaving.isGone) {
      throw new Complaint(
        `${leaver.name} cannot leave yet:\n${owes.map((each) => `- ${each}`).join('\n')}\n` +
          'If it is gone for good: --gone removes it all the same.',
      );
    }
    for (const each of owes) say(`left behind: ${each}`);
    if (isMember) ending.push({ kind: 'remove', mspId });
    if (leaving.isGone) {
      const { noticeDays } = (await first.read(getConstitution, {})).constitution;
      const spendableUntil = daysAfter(dayOf(new Date().toISOString()), noticeDays);
      for (const { programId, spendableUntil: known } of standing.programs)
        if (known === undefined) ending.push({ kind: 'wind-down', programId, spendableUntil });
    }
  } finally {
    await client.close();
  }
  if (leaver.kind === 'merchant' && member?.successor === undefined) {
    ending.push({ kind: 'hand-over', mspId, successor: successorIn(leaving) });
  }
  const by = signers.filter(({ kind }) => kind === 'merchant');
  await decideAtOnce({ delegates, by, name: `leave-${slug}`, actions: [...ending, ...carried], before, say });
  return plans;
}

/** @throws Complaint */
function successorIn({ topology, leaver, successor }: Leaving): string {
  const found = merchants(topology).find(({ slug }) => slug === successor);
  if (found !== undefined) return found.mspId;
  const slugs = merchants(topology).map(({ slug }) => slug);
  throw new Complaint(
    `The accounts of ${leaver.name} are to be served by somebody: --successor SLUG, one of ${slugs.join(', ')}.`,
    2,
  );
}
