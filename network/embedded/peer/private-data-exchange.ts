/**
 * Private write sets on their way between peers.
 *
 * Fabric: an endorser keeps what it simulated and sends it to members' peers, at least requiredPeerCount of them, at
 * most maxPeerCount; a member that lacks a write set asks others, who give it to members only. Reference:
 * `gossip/privdata/{distributor,pull,dataretriever}.go`. Different here: peers of one process hand it over directly,
 * there is no gossip; who asks is known by the identity of its peer.
 */
import { findCollection, isMember } from '../ledger/collections.js';
import type { PrivateDataRequest, PrivateWriteSet } from '../ledger/private-data-types.js';
import type { PeerChannel } from './peer-channel.js';

/** A peer as others see it. */
export interface ExchangingPeer {
  /** SerializedIdentity. */
  readonly identity: Uint8Array;
  channel(id: string): PeerChannel | undefined;
}

/** Keeps the write sets of an endorsed transaction here and hands them to the other members. Throws Fabric's text. */
export async function distributePrivateData(
  channel: PeerChannel,
  others: readonly ExchangingPeer[],
  txId: string,
  sets: readonly PrivateWriteSet[],
): Promise<void> {
  await channel.ledger.keepPrivateData(txId, sets);
  for (const set of sets) await distribute(channel, others, txId, set);
}

/** What the others have of a write set. */
export async function pullPrivateData(
  asking: ExchangingPeer,
  others: readonly ExchangingPeer[],
  channelId: string,
  request: PrivateDataRequest,
): Promise<Uint8Array[]> {
  const offers = await Promise.all(
    others.map(async (other) => {
      const channel = other.channel(channelId);
      // The one who is asked decides, by its own knowledge of the collection.
      if (!channel || !(await mayHave(channel, asking, request))) return undefined;
      // A peer that is just stopping has nothing to offer.
      return channel.ledger.findPrivateData(request).catch(() => undefined);
    }),
  );
  return offers.filter((bytes) => bytes !== undefined);
}

async function distribute(
  channel: PeerChannel,
  others: readonly ExchangingPeer[],
  txId: string,
  set: PrivateWriteSet,
): Promise<void> {
  const collection = await collectionOf(channel, set);
  if (!collection) throw new Error(`no configuration for collection ${set.collection} found`);
  const { requiredPeerCount, maximumPeerCount } = collection;
  const eligible = others.filter(
    (other) => other.channel(channel.id) && isMember(collection, channel.config.msps.findMember(other.identity)),
  );
  if (eligible.length < requiredPeerCount) {
    throw new Error(
      `could not build private data dissemination plan for chaincode ${set.namespace} and collection ` +
        `${set.collection}: required to disseminate to at least ${requiredPeerCount} peers, but know of only ` +
        `${eligible.length} eligible peers`,
    );
  }
  const sent = await Promise.allSettled(
    eligible
      .slice(0, Math.max(requiredPeerCount, maximumPeerCount))
      .map(async (other) => other.channel(channel.id)?.ledger.keepPrivateData(txId, [set])),
  );
  const received = sent.filter(({ status }) => status === 'fulfilled').length;
  if (received < requiredPeerCount) {
    throw new Error(
      `failed disseminating ${requiredPeerCount - received} out of ${requiredPeerCount} private dissemination plans`,
    );
  }
}

async function mayHave(
  channel: PeerChannel,
  asking: ExchangingPeer,
  request: Pick<PrivateDataRequest, 'namespace' | 'collection'>,
): Promise<boolean> {
  const collection = await collectionOf(channel, request);
  return collection !== undefined && isMember(collection, channel.config.msps.findMember(asking.identity));
}

/** A collection as the channel has committed it. */
export async function collectionOf(
  channel: PeerChannel,
  { namespace, collection }: Pick<PrivateDataRequest, 'namespace' | 'collection'>,
) {
  const deployed = await channel.chaincodes.find(namespace);
  return findCollection(channel.config, deployed?.definition, collection);
}
