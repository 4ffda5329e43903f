/** Whose certificates count: an organisation's membership, which is one and the same wherever it takes part. */
import { common, msp } from '@hyperledger/fabric-protos';
import { groupAt, membershipIn, setMembershipIn, setValueIn } from './channel-values.js';
import { IntentRefused } from './consenter-intents.js';
import { plannedChanges } from './planned-changes.js';

export function changeMembership(config: common.Config, mspId: string, bytes: Uint8Array): void {
  const membership = msp.MSPConfig.deserializeBinary(bytes);
  for (const group of groupsOf(config, mspId)) setValueIn(group, 'MSP', membership);
}

/** Beside those that there are: what was taken back stays so. */
export function addRevocationList(config: common.Config, mspId: string, list: Uint8Array): void {
  for (const group of groupsOf(config, mspId)) {
    const membership = membershipIn(group)!;
    membership.addRevocationList(list);
    setMembershipIn(group, membership);
  }
}

/**
 * The organisation whose revocation lists became more, where nothing else changes: which is its own word, and nobody's decision.
 */
export function revokedBy(present: common.Config, wanted: common.Config): string | undefined {
  const changed = plannedChanges(present, wanted).map(({ element }) => element);
  const [mspId] = changed.flatMap(
    (element) => /^\[Value\] {2}\/Channel\/Application\/([^/]+)\/MSP$/.exec(element)?.[1] ?? [],
  );
  if (mspId === undefined) return undefined;
  const [before, after] = [present, wanted].map((config) => membershipIn(groupAt(config, 'Application', mspId)));
  if (before === undefined || after === undefined) return undefined;
  const expected = common.Config.deserializeBinary(present.serializeBinary());
  const added = after.getRevocationListList_asU8().slice(before.getRevocationListList().length);
  for (const list of added) addRevocationList(expected, mspId, list);
  return added.length > 0 && plannedChanges(expected, wanted).length === 0 ? mspId : undefined;
}

function groupsOf(config: common.Config, mspId: string): common.ConfigGroup[] {
  const groups = [groupAt(config, 'Application', mspId), groupAt(config, 'Orderer', mspId)].flatMap(
    (each) => each ?? [],
  );
  if (groups.length === 0) throw new IntentRefused(`${mspId} is not in the channel`);
  return groups;
}
