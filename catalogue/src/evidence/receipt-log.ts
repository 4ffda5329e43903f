/**
 * The log of the ledger: a Merkle tree (RFC 9162) over all receipts and anchors in the order of the blocks, which everybody
 * makes of the blocks alone. Organisations sign checkpoints of it, so that one receipt can be proved without the ledger.
 */
import { z } from 'zod';
import { anyone, ofReads, transaction, type Role } from '../core/transaction.js';
import { mspId, timestamp } from '../core/values.js';

/** How many keys an organisation may have had. */
export const LOG_KEYS_MAX = 100;
/** No tree of so few leaves that they can be counted has a longer proof. */
const PROOF_HASHES_MAX = 128;

/** 32 bytes. */
const bytes32 = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'must be 32 bytes in base64');
export const treeHash = bytes32.meta({ description: 'SHA-256 in base64.' });
export const treeSize = z.int().min(0).meta({ description: 'How many leaves.' });
export const merkleProof = z.array(treeHash).max(PROOF_HASHES_MAX);

export const logOrigin = z
  .string()
  .regex(/^commonpoint\/[0-9a-f]{64}$/, 'must be commonpoint/ and the first block’s hash');

/** With which keys an organisation signs, the newest last; all but that are revoked. */
export const logKeys = z.strictObject({
  mspId,
  keys: z
    .array(
      z.strictObject({
        /** Ed25519, the raw 32 bytes in base64. */
        publicKey: bytes32,
        since: timestamp,
        revokedAt: timestamp.optional(),
      }),
    )
    .min(1)
    .max(LOG_KEYS_MAX),
});
export type LogKeys = z.infer<typeof logKeys>;

/** What an organisation says of the log, signed as a cosigner does (C2SP tlog-cosignature, Ed25519). */
export const logCheckpoint = z.strictObject({
  mspId,
  origin: logOrigin,
  size: treeSize.min(1),
  root: treeHash,
  /** Seconds since 1970. */
  time: z.int().min(0),
  publicKey: bytes32,
  /** 64 bytes in base64, over `cosignedText`. */
  signature: z.string().regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/, 'must be 64 bytes in base64'),
});
export type LogCheckpoint = z.infer<typeof logCheckpoint>;

/** Who speaks for an organisation here; an auditor or a regulator has no other role. */
const speakers: readonly Role[] = ['admin', 'auditor', 'regulator'];
const ofSpeakers = [...ofReads, 'ORGANIZATION_NOT_ALLOWED', 'ORGANIZATION_UNKNOWN'] as const;

export const setLogKey = transaction({
  name: 'Evidence:SetKey',
  mode: 'submit',
  summary:
    'Says with which key the caller’s organisation signs checkpoints from now on, and revokes the one before. Repeating it changes nothing.',
  roles: speakers,
  request: z.strictObject({ publicKey: bytes32 }),
  reply: logKeys,
  errors: [...ofSpeakers, 'PUBLIC_KEY_INVALID', 'LOG_KEY_REVOKED', 'LOG_KEYS_EXCEEDED'],
});

export const postCheckpoint = transaction({
  name: 'Evidence:Checkpoint',
  mode: 'submit',
  summary:
    'Records the caller’s organisation’s signed checkpoint of the log, with a proof that it continues the one before. Repeating it changes nothing.',
  roles: speakers,
  request: logCheckpoint.omit({ mspId: true }).extend({ proof: merkleProof }),
  reply: logCheckpoint,
  errors: [
    ...ofSpeakers,
    'LOG_KEY_UNKNOWN',
    'LOG_KEY_REVOKED',
    'LOG_SIGNATURE_INVALID',
    'LOG_ORIGIN_OTHER',
    'LOG_SHRINKS',
    'LOG_FORKS',
  ],
});

export const getLog = transaction({
  name: 'Evidence:GetLog',
  mode: 'evaluate',
  summary: 'The keys of all organisations, and the newest checkpoint of each.',
  roles: anyone,
  request: z.strictObject({}),
  reply: z.strictObject({ keys: z.array(logKeys), checkpoints: z.array(logCheckpoint) }),
  errors: [...ofReads],
});
