/**
 * Which certificates an organisation has revoked.
 *
 * Fabric: a list counts if it names its authority by key (AuthorityKeyIdentifier) and that authority has signed it; a certificate
 * that it lists is none of the organisation's from the configuration on in which the list stands. Reference: `msp/mspimplsetup.go`
 * (setupCRLs), `msp/mspimplvalidate.go` (validateCertAgainstChain). Left out: nothing; dates of lists are not looked at, as there.
 */
import 'reflect-metadata';
import { verify, type X509Certificate } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as ReadableCertificate,
  X509Crl,
} from '@peculiar/x509';
import { derChildren, derContent, derElement } from './der.js';
import { IdentityError } from './identity.js';

interface RevocationList {
  /** Of the authority's key, in hexadecimal; undefined if the list does not say. */
  readonly authority: string | undefined;
  readonly serials: ReadonlySet<bigint>;
  readonly raw: Uint8Array;
}

const PEM = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/;

export class RevocationLists {
  readonly #lists: readonly RevocationList[];
  readonly #signed = new Map<RevocationList, boolean>();

  /** Throws IdentityError when one cannot be read. */
  constructor(lists: readonly Uint8Array[]) {
    this.#lists = lists.map(readList);
  }

  /** Whether the certificate's issuer, by one of its lists, says so. */
  isRevoked(certificate: X509Certificate, issuer: X509Certificate): boolean {
    if (this.#lists.length === 0) return false;
    // Fabric believes nobody of an organisation with such a list.
    if (this.#lists.some(({ authority }) => authority === undefined)) return true;
    const key = keyIdOf(issuer);
    const serial = BigInt(`0x${certificate.serialNumber}`);
    return this.#lists.some(
      (list) => list.authority === key && key !== undefined && list.serials.has(serial) && this.#isSigned(list, issuer),
    );
  }

  /** What they take back by the word of one of these authorities, each as its key and the certificate's number. */
  takenBack(authorities: readonly X509Certificate[]): ReadonlySet<string> {
    const counting = this.#lists.filter((list) => this.#isOfOneOf(list, authorities));
    return new Set(
      counting.flatMap(({ authority, serials }) => [...serials].map((serial) => `${authority} ${serial}`)),
    );
  }

  /** How many of them are none of these authorities', and so take nothing back. */
  countStrange(authorities: readonly X509Certificate[]): number {
    return this.#lists.filter((list) => !this.#isOfOneOf(list, authorities)).length;
  }

  #isOfOneOf(list: RevocationList, authorities: readonly X509Certificate[]): boolean {
    return authorities.some((each) => list.authority === keyIdOf(each) && isSignedBy(list.raw, each));
  }

  #isSigned(list: RevocationList, issuer: X509Certificate): boolean {
    const known = this.#signed.get(list) ?? isSignedBy(list.raw, issuer);
    this.#signed.set(list, known);
    return known;
  }
}

/** As lists name it, in hexadecimal. */
export function keyIdOf(authority: X509Certificate): string | undefined {
  return new ReadableCertificate(authority.raw).getExtension(SubjectKeyIdentifierExtension)?.keyId;
}

function readList(bytes: Uint8Array): RevocationList {
  try {
    const [, encoded] = PEM.exec(Buffer.from(bytes).toString('latin1')) ?? [];
    const raw = encoded === undefined ? Buffer.from(bytes) : Buffer.from(encoded, 'base64');
    const list = new X509Crl(raw);
    return {
      authority: list.getExtension(AuthorityKeyIdentifierExtension)?.keyId,
      serials: new Set(serialsIn(raw)),
      raw,
    };
  } catch (error) {
    throw new IdentityError(`could not parse RevocationList: ${(error as Error).message}`, { cause: error });
  }
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** The list of certificates is what follows the dates; the library does not find it where there is but one date. */
function serialsIn(raw: Uint8Array): bigint[] {
  const fields = derChildren(raw, derContent(raw, 0).start);
  const [first = 0] = fields;
  const sequences = fields.slice(raw[first] === INTEGER ? 1 : 0).filter((offset) => raw[offset] === SEQUENCE);
  // Before it stand the algorithm and the issuer.
  const [, , revoked] = sequences;
  if (revoked === undefined) return [];
  return derChildren(raw, revoked).map((entry) => {
    const { start, end } = derContent(raw, derContent(raw, entry).start);
    return BigInt(`0x${Buffer.from(raw.subarray(start, end)).toString('hex')}`);
  });
}

/** CertificateList: what is signed, how, and the signature as a bit string. */
function isSignedBy(raw: Uint8Array, issuer: X509Certificate): boolean {
  const signed = derElement(raw, derContent(raw, 0).start);
  const algorithm = derElement(raw, signed.end);
  const signature = derContent(raw, algorithm.end);
  try {
    // The first octet of a bit string says how many of its last bits are none.
    return verify(
      'sha256',
      raw.subarray(signed.start, signed.end),
      issuer.publicKey,
      raw.subarray(signature.start + 1, signature.end),
    );
  } catch {
    return false;
  }
}
