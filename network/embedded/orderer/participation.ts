/**
 * What an orderer that has joined a channel is in it.
 *
 * Fabric: one whose certificate the configuration names takes part in ordering; another one follows, if its organisation may read the
 * channel, and takes part by itself as soon as a configuration names it. Reference: `orderer/common/multichannel/registrar.go`,
 * `orderer/common/follower/follower_chain.go`. Different here: one that is removed follows at once; Fabric's halts
 * until it is started again.
 */
import { X509Certificate } from 'node:crypto';
import type { ChannelConfig, Consenter } from '../msp/channel-config.js';
import { readSerializedIdentity } from '../msp/identity.js';
import type { Signer } from '../msp/signer.js';
import { utf8Bytes } from '../wire/bytes.js';
import { memoByBytes } from '../wire/memo.js';

export interface Participation {
  readonly consensusRelation: 'consenter' | 'follower';
  readonly status: 'active' | 'onboarding';
  readonly height: number;
}

const READERS = '/Channel/Readers';

/** As the configuration names its key, whose certificate may have been renewed; undefined if it does not, or under Raft. */
export function consenterOf({ consenters }: ChannelConfig, signer: Signer): Consenter | undefined {
  const own = keyOfSigner(signer.identity).key;
  return consenters.find(({ mspId, identity }) => mspId === signer.mspId && keyIn(identity).key === own);
}

/** Asked for several times with each transaction: a certificate is read once. Nothing is equal to the key of what is none. */
const keyIn = memoByBytes((certificate): { readonly key: string | symbol } => {
  try {
    const { publicKey } = new X509Certificate(certificate);
    return { key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
  } catch {
    return { key: Symbol('no certificate') };
  }
});

const keyOfSigner = memoByBytes((identity) => keyIn(utf8Bytes(readSerializedIdentity(identity).pem)));

/** Under Raft consenters are known by their TLS certificates, which are not looked at here: whoever joined is one. */
export function isConsenter(config: ChannelConfig, signer: Signer): boolean {
  return !config.isBft || consenterOf(config, signer) !== undefined;
}

export function participationOf(config: ChannelConfig, signer: Signer, height: number): Participation {
  if (isConsenter(config, signer)) return { consensusRelation: 'consenter', status: 'active', height };
  return isReader(config, signer.identity)
    ? { consensusRelation: 'follower', status: 'active', height }
    : { consensusRelation: 'follower', status: 'onboarding', height: 0 };
}

/** Whether who has this identity may read the channel. */
export function isReader(config: ChannelConfig, identity: Uint8Array): boolean {
  const member = config.msps.findMember(identity);
  return member !== undefined && config.policies.policy(READERS).isSatisfiedBy([member]);
}

/** How many orderers must sign a block: ceil((n + f + 1) / 2) under BFT, one otherwise. */
export function quorum({ isBft, consenters }: ChannelConfig): number {
  if (!isBft) return 1;
  const faulty = Math.floor((consenters.length - 1) / 3);
  return Math.ceil((consenters.length + faulty + 1) / 2);
}
