/** The definition of a chaincode, as topology and collections ask for it. */
import { createHash } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';
import { parseSignaturePolicy, peersOutOf } from '../genesis/policy-language.js';
import { merchants, type Topology } from '../topology.js';
import { type CollectionConfig, encodeCollections } from './collections.js';

/** What the organisations agree on about a chaincode. Policy and collections are bytes that are never made twice. */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** Serialised ApplicationPolicy. */
  readonly endorsementPolicy: Uint8Array;
  /** Serialised CollectionConfigPackage. */
  readonly collections: Uint8Array;
}

/** How many merchants' peers must endorse a transaction. */
const ENDORSEMENTS = 2;

/** The definition that topology and collections ask for, at `sequence`. */
export function chaincodeDefinition(
  topology: Topology,
  collections: readonly CollectionConfig[],
  sequence: number,
): ChaincodeDefinition {
  const policy = new peer.ApplicationPolicy();
  const mspIds = merchants(topology).map(({ mspId }) => mspId);
  policy.setSignaturePolicy(parseSignaturePolicy(peersOutOf(ENDORSEMENTS, mspIds)));
  return {
    name: topology.chaincode.name,
    version: topology.chaincode.version,
    sequence,
    endorsementPolicy: policy.serializeBinary(),
    collections: encodeCollections(collections).serializeBinary(),
  };
}

/**
 * A definition as members decide on it, as canonical JSON with the defaults that peers put in the place of what is left out. Its
 * SHA-256 is the `planHash` of the action `chaincode-definition`.
 */
export function definitionPlan({
  name,
  version,
  sequence,
  endorsementPolicy,
  collections,
}: ChaincodeDefinition): string {
  return JSON.stringify({
    collections: Buffer.from(collections).toString('hex'),
    endorsementPlugin: 'escc',
    initRequired: false,
    name,
    sequence,
    validationParameter: Buffer.from(endorsementPolicy).toString('hex'),
    validationPlugin: 'vscc',
    version,
  });
}

/** SHA-256 of {@link definitionPlan}, in hexadecimal. */
export function definitionHash(definition: ChaincodeDefinition): string {
  return createHash('sha256').update(definitionPlan(definition)).digest('hex');
}

/** What is committed, if that is as topology and collections ask for; else what has to be agreed on after it. */
export function definitionAfter(
  committed: ChaincodeDefinition | undefined,
  topology: Topology,
  collections: readonly CollectionConfig[],
): { readonly definition: ChaincodeDefinition; readonly isCommitted: boolean } {
  const wanted = chaincodeDefinition(topology, collections, committed?.sequence ?? 1);
  if (committed === undefined) return { definition: wanted, isCommitted: false };
  if (sameDefinition(committed, wanted)) return { definition: wanted, isCommitted: true };
  return { definition: { ...wanted, sequence: committed.sequence + 1 }, isCommitted: false };
}

/** Whether two definitions agree on everything but their sequence. */
function sameDefinition(left: ChaincodeDefinition, right: ChaincodeDefinition): boolean {
  return (
    left.version === right.version &&
    Buffer.compare(left.endorsementPolicy, right.endorsementPolicy) === 0 &&
    Buffer.compare(left.collections, right.collections) === 0
  );
}
