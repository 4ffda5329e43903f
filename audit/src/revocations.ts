/**
 * Which certificates an organisation has taken back, by the lists in the channel's configuration. A list counts if it names its authority by
 * that one's key, and that one has signed it; its dates count for nothing, as peers do not look at them.
 */
import { verify, type X509Certificate } from 'node:crypto';
import { hexOf } from './bytes.js';
import { derElements, derTags, extensionIn } from './der.js';

const SUBJECT_KEY = '551d0e';
const AUTHORITY_KEY = '551d23';
const PEM = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/;
/** Where extensions stand: in a certificate, in a list, and in the extension that names the authority its key. */
const OF_CERTIFICATE = 0xa3;
const OF_LIST = 0xa0;
const KEY_IDENTIFIER = 0x80;

export interface RevocationList {
  /** Of the authority's key, in hexadecimal. */
  readonly authority: string | undefined;
  /** Of certificates, in hexadecimal without zeros in front. */
  readonly numbers: ReadonlySet<string>;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** @throws Error when it is none */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const [, encoded] = PEM.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  const der = encoded === undefined ? bytes : Buffer.from(encoded, 'base64');
  const [signed, , signature] = derElements(derElements(der)[0]?.content ?? new Uint8Array());
  if (signed === undefined || signature?.tag !== derTags.bitString) throw new Error('it is no list of revoked ones');
  const fields = derElements(signed.content);
  // Algorithm and issuer stand before it; a version, which is a number, and dates are none.
  const [, , revoked] = fields.filter(({ tag }) => tag === derTags.sequence);
  const numbers = derElements(revoked?.content ?? new Uint8Array()).map(({ content }) =>
    withoutZeros(hexOf(derElements(content)[0]?.content ?? new Uint8Array())),
  );
  return {
    authority: authorityIn(fields.find(({ tag }) => tag === OF_LIST)?.content),
    numbers: new Set(numbers),
    signed: signed.raw,
    // The first octet of a bit string says how many of its last bits are none.
    signature: signature.content.subarray(1),
  };
}

function authorityIn(extensions: Uint8Array | undefined): string | undefined {
  const list = extensions && derElements(extensions)[0]?.content;
  const value = list && extensionIn(list, AUTHORITY_KEY);
  const names = value && derElements(derElements(value)[0]?.content ?? new Uint8Array());
  const key = names?.find(({ tag }) => tag === KEY_IDENTIFIER)?.content;
  return key && hexOf(key);
}

export class Revocations {
  readonly #lists: readonly RevocationList[];
  readonly #made = new Map<string, boolean>();

  /** @throws Error when one of the lists cannot be read: no peer could use the configuration then */
  constructor(lists: readonly Uint8Array[]) {
    this.#lists = lists.map(readRevocationList);
  }

  /** @param issuer the authority that issued it */
  has(certificate: X509Certificate, issuer: X509Certificate): boolean {
    const number = withoutZeros(certificate.serialNumber.toLowerCase());
    return this.#lists.some((list, index) => list.numbers.has(number) && this.#isBy(list, index, issuer));
  }

  #isBy(list: RevocationList, index: number, issuer: X509Certificate): boolean {
    const name = `${index} ${issuer.fingerprint256}`;
    const known = this.#made.get(name) ?? isMadeBy(list, issuer);
    this.#made.set(name, known);
    return known;
  }
}

/** Whether an authority has made a list. */
export function isMadeBy({ authority, signed, signature }: RevocationList, issuer: X509Certificate): boolean {
  if (authority === undefined || authority !== keyOf(issuer)) return false;
  try {
    return verify('sha256', signed, issuer.publicKey, signature);
  } catch {
    return false;
  }
}

function keyOf({ raw }: X509Certificate): string | undefined {
  const [signed] = derElements(derElements(raw)[0]?.content ?? new Uint8Array());
  const all = derElements(signed?.content ?? new Uint8Array()).find(({ tag }) => tag === OF_CERTIFICATE)?.content;
  const list = all && derElements(all)[0]?.content;
  const value = list && extensionIn(list, SUBJECT_KEY);
  const key = value && derElements(value)[0]?.content;
  return key && hexOf(key);
}

const withoutZeros = (hex: string): string => hex.replace(/^0+(?=.)/, '');
