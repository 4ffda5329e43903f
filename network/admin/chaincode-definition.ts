import { readFileSync } from 'node:fs';
import { peer } from '@hyperledger/fabric-protos';
import { parseSignaturePolicy, peersOutOf } from '../genesis/policy-language.js';
import { merchants, type Topology } from '../topology.js';
import { encodeCollections, parseCollections } from './collections.js';

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

/** The definition that the topology and `collections_config.json` ask for, at `sequence`. */
export function chaincodeDefinition(
  topology: Topology,
  collectionsPath: string,
  sequence: number,
): ChaincodeDefinition {
  const policy = new peer.ApplicationPolicy();
  const mspIds = merchants(topology).map(({ mspId }) => mspId);
  policy.setSignaturePolicy(parseSignaturePolicy(peersOutOf(ENDORSEMENTS, mspIds)));
  const collections = parseCollections(readFileSync(collectionsPath, 'utf8'));
  return {
    name: topology.chaincode.name,
    version: topology.chaincode.version,
    sequence,
    endorsementPolicy: policy.serializeBinary(),
    collections: encodeCollections(collections).serializeBinary(),
  };
}
