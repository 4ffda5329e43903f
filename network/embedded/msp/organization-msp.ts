/**
 * One organisation's membership rules: which certificates are its, and in which role.
 *
 * Fabric: a certificate belongs to the organisation if it chains to one of its roots and is no CA itself, and, with
 * NodeOUs, carries exactly one of the units client, peer, admin, orderer. Dates are not part of it: validation must
 * come out the same years later, so who accepts messages checks them (isWithinValidity). Reference:
 * `msp/mspimpl.go`, `msp/mspimplvalidate.go`, `msp/mspimplsetup.go`. Left out: name constraints,
 * MSP versions before 1.4.3.
 */
import type { X509Certificate } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import { sha256, toHex } from '../wire/bytes.js';
import { type Identity, IdentityError, readCertificate } from './identity.js';
import { RevocationLists } from './revocation-lists.js';

export type NodeRole = 'client' | 'peer' | 'admin' | 'orderer';

interface NodeUnit {
  readonly role: NodeRole;
  readonly unit: string;
  /** Certification chain the unit must come from; undefined for any. */
  readonly certifiers: string | undefined;
}

const CHAIN_LENGTH_MAX = 8;

export class OrganizationMsp {
  readonly mspId: string;
  readonly #roots: readonly X509Certificate[];
  readonly #intermediates: readonly X509Certificate[];
  readonly #adminFingerprints: ReadonlySet<string>;
  readonly #nodeUnits: readonly NodeUnit[];
  readonly #revoked: RevocationLists;
  readonly #requiredUnits: readonly { unit: string; certifiers: string | undefined }[];

  /** Throws IdentityError when the configuration cannot be used. */
  constructor(config: msp.FabricMSPConfig) {
    this.mspId = config.getName();
    this.#roots = config.getRootCertsList_asU8().map(readCertificate);
    this.#intermediates = config.getIntermediateCertsList_asU8().map(readCertificate);
    if (this.#roots.length === 0) throw new IdentityError('expected at least one CA certificate');
    this.#adminFingerprints = new Set(config.getAdminsList_asU8().map((pem) => readCertificate(pem).fingerprint256));
    this.#revoked = new RevocationLists(config.getRevocationListList_asU8());
    this.#nodeUnits = this.#readNodeUnits(config.getFabricNodeOus());
    this.#requiredUnits = config.getOrganizationalUnitIdentifiersList().map((identifier) => ({
      unit: identifier.getOrganizationalUnitIdentifier(),
      certifiers: this.#certifiersOf(identifier.getCertificate_asU8()),
    }));
  }

  /** The certificates that its authorities took back, each as the authority's key and the certificate's number. */
  get revoked(): ReadonlySet<string> {
    return this.#revoked.takenBack(this.authorities);
  }

  /** How many revocation lists none of its authorities made: they take nothing back. */
  get strangeLists(): number {
    return this.#revoked.countStrange(this.authorities);
  }

  /** Who issues its certificates. */
  get authorities(): readonly X509Certificate[] {
    return [...this.#roots, ...this.#intermediates];
  }

  /** Why the identity is not a valid member; undefined if it is. */
  whyInvalid(identity: Identity): string | undefined {
    if (identity.mspId !== this.mspId) return `expected MSP ID ${this.mspId}, received ${identity.mspId}`;
    if (identity.publicKey.asymmetricKeyType !== 'ec') return 'only ECDSA keys are supported';
    if (identity.certificate.ca) return 'a CA certificate cannot be used as an identity';
    const chain = this.#chainOf(identity.certificate);
    if (!chain) return `the certificate does not chain to a root of ${this.mspId}`;
    const issuer = chain[1];
    if (issuer && this.#revoked.isRevoked(identity.certificate, issuer)) return 'The certificate has been revoked';
    const certifiers = chainIdentifier(chain.slice(1));
    if (this.#requiredUnits.length > 0 && !this.#hasRequiredUnit(identity, certifiers)) {
      return `none of the identity's organizational units are in MSP ${this.mspId}`;
    }
    if (this.#nodeUnits.length === 0) return undefined;
    const found = identity.units.flatMap((unit) => this.#nodeUnits.filter((node) => node.unit === unit));
    if (found.some((node) => node.certifiers !== undefined && node.certifiers !== certifiers)) {
      return 'certifiersIdentifier does not match';
    }
    return found.length === 1 ? undefined : `the identity must have exactly one node unit and has ${found.length}`;
  }

  /** Of a valid identity: whether it carries the role's unit. An admin may also be named by certificate. */
  hasRole(identity: Identity, role: NodeRole): boolean {
    if (role === 'admin' && this.#adminFingerprints.has(identity.certificate.fingerprint256)) return true;
    return this.#nodeUnits.some((node) => node.role === role && identity.units.includes(node.unit));
  }

  /** Of a valid identity: whether it carries the unit, certified by the chain with this hash. */
  hasUnit(identity: Identity, unit: string, certifiersIdentifier: Uint8Array): boolean {
    const chain = this.#chainOf(identity.certificate);
    if (!chain || !identity.units.includes(unit)) return false;
    return chainIdentifier(chain.slice(1)) === toHex(certifiersIdentifier);
  }

  #readNodeUnits(config: msp.FabricNodeOUs | undefined): NodeUnit[] {
    if (!config?.getEnable()) return [];
    const identifiers: readonly [NodeRole, msp.FabricOUIdentifier | undefined][] = [
      ['client', config.getClientOuIdentifier()],
      ['peer', config.getPeerOuIdentifier()],
      ['admin', config.getAdminOuIdentifier()],
      ['orderer', config.getOrdererOuIdentifier()],
    ];
    return identifiers.flatMap(([role, identifier]) => {
      const unit = identifier?.getOrganizationalUnitIdentifier();
      return unit ? [{ role, unit, certifiers: this.#certifiersOf(identifier?.getCertificate_asU8()) }] : [];
    });
  }

  #certifiersOf(pem: Uint8Array | undefined): string | undefined {
    if (!pem || pem.length === 0) return undefined;
    const certificate = readCertificate(pem);
    const chain = this.#chainOf(certificate);
    if (!chain) throw new IdentityError(`a unit's certifier is no CA of ${this.mspId}`);
    return chainIdentifier(chain);
  }

  #hasRequiredUnit(identity: Identity, certifiers: string): boolean {
    return this.#requiredUnits.some(
      (required) =>
        identity.units.includes(required.unit) &&
        (required.certifiers === undefined || required.certifiers === certifiers),
    );
  }

  /** The certificate and its issuers up to a root; undefined if it does not lead there. */
  #chainOf(certificate: X509Certificate): readonly X509Certificate[] | undefined {
    const chain = [certificate];
    for (let last = certificate; chain.length <= CHAIN_LENGTH_MAX;) {
      if (this.#roots.some((root) => root.fingerprint256 === last.fingerprint256)) return chain;
      const issuer = this.authorities.find((candidate) => isIssuedBy(last, candidate));
      if (!issuer) return undefined;
      chain.push(issuer);
      last = issuer;
    }
    return undefined;
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function chainIdentifier(chain: readonly X509Certificate[]): string {
  return toHex(sha256(...chain.map((certificate) => certificate.raw)));
}
