/**
 * Identities: an organisation's name for itself and a certificate.
 *
 * Fabric: `msp.SerializedIdentity` carries the MSP id and the certificate as PEM; the bytes travel as creator and
 * endorser. Reference: `msp/identities.go`, `msp/mspimpl.go` (deserializeIdentityInternal). Left out: Idemix.
 */
import 'reflect-metadata';
import { X509Certificate, type KeyObject } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import { X509Certificate as ReadableCertificate } from '@peculiar/x509';
import { plainBytes, sha256, toHex, utf8Bytes } from '../wire/bytes.js';
import { derContent, derElement } from './der.js';

/** What could not be read or is not to be trusted. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

export interface Identity {
  readonly mspId: string;
  /** SerializedIdentity bytes it was read from. */
  readonly bytes: Uint8Array;
  readonly certificate: X509Certificate;
  readonly publicKey: KeyObject;
  /** Organisational units of the subject, in order. */
  readonly units: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** Same for two encodings of one certificate, which differ only in the form of its signature. */
  readonly id: string;
}

/** MSP id and certificate PEM out of SerializedIdentity bytes. Throws IdentityError. */
export function readSerializedIdentity(bytes: Uint8Array): { mspId: string; pem: string } {
  try {
    const serialized = msp.SerializedIdentity.deserializeBinary(plainBytes(bytes));
    return { mspId: serialized.getMspid(), pem: Buffer.from(serialized.getIdBytes_asU8()).toString('utf8') };
  } catch (error) {
    throw new IdentityError('could not deserialize a SerializedIdentity', { cause: error });
  }
}

/** SerializedIdentity bytes of a certificate. */
export function serializeIdentity(mspId: string, certificatePem: string): Uint8Array {
  const serialized = new msp.SerializedIdentity();
  serialized.setMspid(mspId);
  serialized.setIdBytes(utf8Bytes(certificatePem));
  return serialized.serializeBinary();
}

/** Reads an identity without deciding whether to trust it. Throws IdentityError. */
export function readIdentity(bytes: Uint8Array): Identity {
  const { mspId, pem } = readSerializedIdentity(bytes);
  const certificate = readCertificate(pem);
  return {
    mspId,
    bytes,
    certificate,
    publicKey: certificate.publicKey,
    units: new ReadableCertificate(certificate.raw).subjectName.getField('OU'),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
    id: `${mspId}:${toHex(sha256(signedPart(certificate.raw)))}`,
  };
}

/** A certificate from PEM. Throws IdentityError. */
export function readCertificate(pem: string | Uint8Array): X509Certificate {
  const text = typeof pem === 'string' ? pem : Buffer.from(pem).toString('utf8');
  // Without this check DER would be accepted too, which Fabric refuses.
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new IdentityError('could not decode the PEM structure');
  try {
    return new X509Certificate(text);
  } catch (error) {
    throw new IdentityError('could not parse the certificate', { cause: error });
  }
}

/** True while the certificate is within its dates. Blocks are validated without this, so that replay agrees. */
export function isWithinValidity(identity: Identity, nowMs: number): boolean {
  return identity.notBeforeMs <= nowMs && nowMs <= identity.notAfterMs;
}

/** The DER TBSCertificate: first element of the certificate's sequence. */
function signedPart(certificate: Uint8Array): Uint8Array {
  const { start, end } = derElement(certificate, derContent(certificate, 0).start);
  return certificate.subarray(start, end);
}
