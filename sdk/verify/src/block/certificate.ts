/** X.509 certificates, as far as Fabric’s need it: whose they are, who signed them, and what they sign themselves. */
import { areEqual } from '../bytes.js';
import { decodeText } from '../../../../audit/src/byte-texts.js';
import { webCrypto } from '../bytes.js';
import { elements, identifier, inside, rawSignature } from './der.js';

const COMMON_NAME = '2.5.4.3';
const UNIT = '2.5.4.11';
const BASIC_CONSTRAINTS = '2.5.29.19';
const curves: Readonly<Record<string, { readonly namedCurve: string; readonly size: number }>> = {
  '1.2.840.10045.3.1.7': { namedCurve: 'P-256', size: 32 },
  '1.3.132.0.34': { namedCurve: 'P-384', size: 48 },
};
const hashes: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
};

export interface Certificate {
  readonly name: string;
  readonly units: readonly string[];
  readonly isAuthority: boolean;
  /** As they are written. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly publicKey: Uint8Array;
  /** What its issuer signed, how, and the signature. */
  readonly signed: Uint8Array;
  readonly signedBy: string;
  readonly signature: Uint8Array;
  readonly whole: Uint8Array;
}

/** @throws Error when it is none */
export function readCertificate(pem: Uint8Array): Certificate {
  const text = decodeText(pem).replace(/-----[^-]+-----|\s/g, '');
  const whole = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const [body, algorithm, signature] = inside(whole);
  if (body === undefined || algorithm === undefined || signature === undefined) throw new Error('it is no certificate');
  const parts = elements(body.content);
  // The version is optional: all but the first certificates have it.
  const [, , issuer, , subject, publicKey, ...more] = parts[0]?.tag === 0xa0 ? parts.slice(1) : parts;
  if (issuer === undefined || subject === undefined || publicKey === undefined) throw new Error('it is no certificate');
  const names = elements(subject.content)
    .flatMap(({ content }) => elements(content))
    .map(({ content }) => elements(content))
    .map(([type, value]) => [
      identifier(type?.content ?? new Uint8Array()),
      decodeText(value?.content ?? new Uint8Array()),
    ]);
  return {
    name: names.find(([type]) => type === COMMON_NAME)?.[1] ?? '',
    units: names.flatMap(([type, value = '']) => (type === UNIT ? [value] : [])),
    isAuthority: more.filter(({ tag }) => tag === 0xa3).some(({ content }) => saysAuthority(content)),
    subject: subject.whole,
    issuer: issuer.whole,
    publicKey: publicKey.whole,
    signed: body.whole,
    signedBy: identifier(elements(algorithm.content)[0]?.content ?? new Uint8Array()),
    signature: signature.content.subarray(1),
    whole,
  };
}

function saysAuthority(extensions: Uint8Array): boolean {
  return inside(extensions).some(({ content }) => {
    const [type, ...values] = elements(content);
    if (identifier(type?.content ?? new Uint8Array()) !== BASIC_CONSTRAINTS) return false;
    const [first] = inside(values.at(-1)?.content ?? new Uint8Array());
    return first?.tag === 0x01 && first.content[0] !== 0;
  });
}

/** Whether a signature is the certificate’s own over a message. @throws Unverified WEBCRYPTO_MISSING */
export async function hasSigned(
  { publicKey }: Pick<Certificate, 'publicKey'>,
  message: Uint8Array,
  signature: Uint8Array,
  hash = 'SHA-256',
): Promise<boolean> {
  const [algorithm] = inside(publicKey);
  const curve = curves[identifier(elements(algorithm?.content ?? new Uint8Array())[1]?.content ?? new Uint8Array())];
  const raw = curve && rawSignature(signature, curve.size);
  if (curve === undefined || raw === undefined) return false;
  const subtle = webCrypto();
  try {
    const kind = { name: 'ECDSA', namedCurve: curve.namedCurve };
    const key = await subtle.importKey('spki', Uint8Array.from(publicKey), kind, false, ['verify']);
    return await subtle.verify({ name: 'ECDSA', hash }, key, raw, Uint8Array.from(message));
  } catch {
    return false;
  }
}

export async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  const hash = hashes[certificate.signedBy];
  if (!issuer.isAuthority || hash === undefined || !areEqual(certificate.issuer, issuer.subject)) return false;
  return hasSigned(issuer, certificate.signed, certificate.signature, hash);
}
