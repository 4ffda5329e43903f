/**
 * The requests of a chaincode that name a collection: access is checked here, the simulator does the rest.
 *
 * Reference: `core/chaincode/handler.go`, the branches under isCollectionSet. Left out: rich queries.
 */
import { peer } from '@hyperledger/fabric-protos';
import type { PrivateDataSimulator } from '../ledger/private-data-types.js';
import { EMPTY_BYTES } from '../wire/bytes.js';
import type { CollectionAccess } from './collection-access.js';
import type { TransactionContext } from './transaction-context.js';

/** The simulator, for reading values of a collection. Throws if the client may not. */
export function readable(context: TransactionContext, collection: string): PrivateDataSimulator {
  const { simulator, access } = privateParts(context);
  access.checkRead(collection);
  return simulator;
}

/** The simulator, for writing to a collection. Throws if the client may not. */
export function writable(context: TransactionContext, collection: string): PrivateDataSimulator {
  const { simulator, access } = privateParts(context);
  access.checkWrite(collection);
  return simulator;
}

/** Anyone may have a hash, also of a key whose value is not on this peer. */
export async function getPrivateDataHash(context: TransactionContext, payload: Uint8Array): Promise<Uint8Array> {
  const request = peer.GetState.deserializeBinary(payload);
  const { simulator, access } = privateParts(context);
  access.checkExists(request.getCollection());
  const { namespace } = context;
  return (await simulator.getPrivateDataHash(namespace, request.getCollection(), request.getKey())) ?? EMPTY_BYTES;
}

export function purgePrivateData(context: TransactionContext, payload: Uint8Array): Uint8Array {
  const request = peer.PurgePrivateState.deserializeBinary(payload);
  purge(context, request.getCollection(), request.getKey());
  return EMPTY_BYTES;
}

export function purge(context: TransactionContext, collection: string, key: string): void {
  if (collection === '') throw new Error('only applicable for private data');
  writable(context, collection).purgePrivateData(context.namespace, collection, key);
}

function privateParts({ simulator, access }: TransactionContext): {
  readonly simulator: PrivateDataSimulator;
  readonly access: CollectionAccess;
} {
  if (!simulator.privateData || !access) throw new Error('there are no collections here');
  return { simulator: simulator.privateData, access };
}
