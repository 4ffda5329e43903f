/**
 * Whether the collections of a chaincode definition make sense.
 *
 * Fabric: checked when a definition is approved or committed: names, counts, member policies of ORs over organisations of
 * the channel; and a collection once defined stays, with its blockToLive. Reference: `core/chaincode/lifecycle/scc.go`
 * (validateCollectionConfigs, validateCollConfigsAgainstCommittedDef). Left out: nothing.
 */
import { type common, msp, peer } from '@hyperledger/fabric-protos';

/** Throws with Fabric's text. `committed` is the definition in force. */
export function checkCollections(wanted: Uint8Array, committed: Uint8Array, mspIds: readonly string[]): void {
  const collections = staticConfigs(wanted);
  const names = new Set<string>();
  for (const collection of collections) {
    const name = collection.getName();
    if (!/^[A-Za-z0-9-]+([A-Za-z0-9_-]+)*$/.test(name)) {
      throw new Error(
        `invalid collection name '${name}'. Names can only consist of alphanumerics, '_', and '-' and cannot begin with '_'`,
      );
    }
    if (names.has(name)) throw new Error(`collection-name: ${name} -- found duplicate in collection configuration`);
    names.add(name);
    checkCounts(collection);
    checkMembers(collection, mspIds);
  }
  checkAgainstCommitted(collections, staticConfigs(committed));
}

function checkCounts(collection: peer.StaticCollectionConfig): void {
  const required = collection.getRequiredPeerCount();
  const maximum = collection.getMaximumPeerCount();
  if (maximum < required) {
    throw new Error(
      `collection-name: ${collection.getName()} -- maximum peer count (${maximum}) cannot be less than the required ` +
        `peer count (${required})`,
    );
  }
  if (required < 0) {
    throw new Error(
      `collection-name: ${collection.getName()} -- requiredPeerCount (${required}) cannot be less than zero`,
    );
  }
}

function checkMembers(collection: peer.StaticCollectionConfig, mspIds: readonly string[]): void {
  const name = collection.getName();
  const members = collection.getMemberOrgsPolicy();
  if (!members) throw new Error(`collection member policy is not set for collection '${name}'`);
  const policy = members.getSignaturePolicy();
  if (!policy) throw new Error(`collection member org policy is empty for collection '${name}'`);
  const gate = strictGate(policy.getRule());
  if (gate !== undefined) {
    throw new Error(
      `collection-name: ${name} -- error in member org policy: signature policy is not an OR concatenation, NOutOf ${gate}`,
    );
  }
  for (const principal of policy.getIdentitiesList()) {
    const organization = organizationOf(principal);
    if (organization === undefined) {
      throw new Error(
        `collection-name: ${name} -- principal type ${principal.getPrincipalClassification()} is not supported`,
      );
    }
    if (!mspIds.includes(organization)) {
      throw new Error(`collection-name: ${name} -- collection member '${organization}' is not part of the channel`);
    }
  }
}

function checkAgainstCommitted(
  wanted: readonly peer.StaticCollectionConfig[],
  committed: readonly peer.StaticCollectionConfig[],
): void {
  if (committed.length > 0 && wanted.length === 0) {
    throw new Error('the proposed collection config does not contain previously defined collections');
  }
  for (const before of committed) {
    const name = before.getName();
    const after = wanted.find((collection) => collection.getName() === name);
    if (!after) {
      throw new Error(`existing collection [${name}] missing in the proposed collection configuration`);
    }
    if (after.getBlockToLive() !== before.getBlockToLive()) {
      throw new Error(
        `the BlockToLive in an existing collection [${name}] modified. Existing value [${before.getBlockToLive()}]`,
      );
    }
  }
}

/** The N of a gate that asks for anything but one of its parts. */
function strictGate(rule: common.SignaturePolicy | undefined): number | undefined {
  const gate = rule?.getNOutOf();
  if (!gate) return undefined;
  if (gate.getN() !== 1) return gate.getN();
  return gate
    .getRulesList()
    .map(strictGate)
    .find((found) => found !== undefined);
}

function organizationOf(principal: msp.MSPPrincipal): string | undefined {
  const { ROLE, ORGANIZATION_UNIT } = msp.MSPPrincipal.Classification;
  const bytes = principal.getPrincipal_asU8();
  switch (principal.getPrincipalClassification()) {
    case ROLE:
      return msp.MSPRole.deserializeBinary(bytes).getMspIdentifier();
    case ORGANIZATION_UNIT:
      return msp.OrganizationUnit.deserializeBinary(bytes).getMspIdentifier();
    default:
      return undefined;
  }
}

function staticConfigs(bytes: Uint8Array): peer.StaticCollectionConfig[] {
  return peer.CollectionConfigPackage.deserializeBinary(bytes)
    .getConfigList()
    .flatMap((config) => config.getStaticCollectionConfig() ?? []);
}
