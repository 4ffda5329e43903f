/**
 * Signing as an organisation's peer, orderer or client.
 *
 * Fabric: ECDSA P-256 over SHA-256, DER, and only the low-S form is accepted. Reference: `msp/identities.go` (Sign),
 * `bccsp/utils/ecdsa.go` in fabric-lib-go. Left out: hardware modules.
 */
import type { KeyObject } from 'node:crypto';
import { sign } from '../../identities/load-identity.js';
import { plainBytes } from '../wire/bytes.js';
import type { EndorsingSigner } from '../wire/endorsement.js';
import { serializeIdentity } from './identity.js';

export interface Signer extends EndorsingSigner {
  readonly mspId: string;
}

/** A signer from what identities/ loads. */
export function createSigner(identity: {
  readonly mspId: string;
  readonly certPem: string;
  readonly privateKey: KeyObject;
}): Signer {
  return {
    mspId: identity.mspId,
    identity: serializeIdentity(identity.mspId, identity.certPem),
    sign: (bytes) => plainBytes(sign(identity.privateKey, bytes)),
  };
}
