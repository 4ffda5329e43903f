/**
 * Why an organisation's joining could not be carried out to its end, as one member sees it before it votes: what members have voted for
 * stands, and a channel that took somebody in half-way has to be put right by hand. Pure.
 */
import type { common } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from '@commonpoint/network/admin/chaincode-definition';
import {
  addressesIn,
  authoritiesIn,
  groupAt,
  membershipIn,
  organizationsIn,
} from '@commonpoint/network/config/channel-values';
import { dangersOf } from '@commonpoint/network/config/dangers';
import { checkCollections } from '@commonpoint/network/embedded/peer/collection-checks';
import { asDialled } from '@commonpoint/network/names';
import type { Topology } from '@commonpoint/network/topology';
import type { Joining } from './joining-decision.js';
import type { JoiningPlans } from './joining-plans.js';
import type { StandingChannel } from './plan-steps.js';

/** In sentences; none where nothing is left to be planned, or nothing is in the way. */
export function joiningHindrances(
  joining: Joining & StandingChannel,
  plans: JoiningPlans,
  nowMs = Date.now(),
): string[] {
  if (plans.actions.length === 0) return [];
  // What else would be in the way mostly follows from it.
  const differences = topologyDifferences(joining, joining.newcomer.mspId);
  if (differences.length > 0) return differences;
  const { present, committed, topology, newcomer } = joining;
  return [
    ...addressesTaken(joining),
    ...authoritiesTaken(present, plans.wanted, newcomer.mspId),
    ...definitionHindrances(committed, { ...plans, topology }),
    ...dangersOf(present, plans.wanted, nowMs),
  ];
}

/** The member's topology, from which all is planned, is of those that are in the channel. */
function topologyDifferences(
  { topology, present }: StandingChannel & { topology: Topology },
  newcomer: string,
): string[] {
  const inChannel = [...organizationsIn(groupAt(present, 'Application')).keys()];
  const inTopology = topology.organizations.map(({ mspId }) => mspId);
  const lacking = inChannel.filter((mspId) => !inTopology.includes(mspId));
  const strange = inTopology.filter((mspId) => mspId !== newcomer && !inChannel.includes(mspId));
  return [
    ...lacking.map(
      (mspId) =>
        `${mspId} is in the channel, and your topology lacks it: \`member topology FILE\`, with the file that ${mspId} introduced itself by, ` +
        'prints the one with it',
    ),
    ...strange.map(
      (mspId) =>
        `${mspId} is in your topology, and not in the channel: take the topology from before it, and \`member topology FILE\` ` +
        'for each that joined since',
    ),
  ];
}

function addressesTaken({ present, newcomer: { mspId, peers, orderer } }: Joining & StandingChannel): string[] {
  const own = new Set([...peers, orderer].map(({ host, port }) => `${asDialled(host)}:${port}`));
  return addressesIn(present)
    .filter((each) => each.mspId !== mspId && own.has(`${asDialled(each.host)}:${each.port}`))
    .map((each) => `its file names ${each.host}:${each.port}, where a node of ${each.mspId} is`);
}

/** Whoever has a certificate of a standing member would be its member, too. */
function authoritiesTaken(present: common.Config, wanted: common.Config, mspId: string): string[] {
  const authoritiesOf = (organization: common.ConfigGroup | undefined): string[] =>
    authoritiesIn(membershipIn(organization));
  const own = new Set(authoritiesOf(groupAt(wanted, 'Application', mspId)));
  return [...organizationsIn(groupAt(present, 'Application'))]
    .filter(([name, organization]) => name !== mspId && authoritiesOf(organization).some((each) => own.has(each)))
    .map(([name]) => `its authority is that of ${name}`);
}

/** Fabric removes no collection, and peers take none of somebody who is not in the channel. */
function definitionHindrances(
  committed: ChaincodeDefinition | undefined,
  { definition, wanted, topology }: JoiningPlans & { readonly topology: Topology },
): string[] {
  if (definition === undefined || committed === undefined) return [];
  if (committed.version !== definition.version) {
    return [
      `the channel's chaincode is ${committed.version}, and your topology names ${definition.version}: take the topology that it was ` +
        `upgraded by (\`member topology FOLDER HOST:PORT\` printed it), as ${topology.chaincode.label} would come back`,
    ];
  }
  const mspIds = [...organizationsIn(groupAt(wanted, 'Application')).keys()];
  try {
    checkCollections(definition.collections, committed.collections, mspIds);
    return [];
  } catch (error) {
    return [`the chaincode could not be defined with it: ${(error as Error).message}`];
  }
}
