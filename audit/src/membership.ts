/**
 * Whose certificate it is: an organisation's, if it leads to one of the authorities that the channel's configuration
 * names, is no authority's own, and was not taken back. Dates are not looked at, since a block is as valid years later.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { certificateNames } from './certificate-names.js';
import { msp } from './fabric-messages.js';
import { Revocations } from './revocations.js';

export type NodeRole = 'client' | 'peer' | 'admin' | 'orderer';

/** Somebody with a certificate of one of the channel's organisations. */
export interface Member {
  readonly mspId: string;
  readonly certificate: X509Certificate;
  readonly publicKey: KeyObject;
  readonly roles: ReadonlySet<NodeRole>;
}

const CHAIN_LENGTH_MAX = 8;

export class Membership {
  readonly mspId: string;
  readonly #roots: readonly X509Certificate[];
  readonly #authorities: readonly X509Certificate[];
  readonly #revoked: Revocations;
  readonly #administrators: ReadonlySet<string>;
  /** By unit of a certificate's subject; empty if roles are not told apart by units. */
  readonly #roleOfUnit: ReadonlyMap<string, NodeRole>;

  constructor(config: msp.FabricMSPConfig) {
    this.mspId = config.getName();
    const read = (pem: Uint8Array): X509Certificate => new X509Certificate(pem);
    this.#roots = config.getRootCertsList_asU8().map(read);
    this.#authorities = [...this.#roots, ...config.getIntermediateCertsList_asU8().map(read)];
    this.#revoked = new Revocations(config.getRevocationListList_asU8());
    this.#administrators = new Set(config.getAdminsList_asU8().map((pem) => read(pem).fingerprint256));
    this.#roleOfUnit = rolesByUnit(config.getFabricNodeOus());
  }

  get roots(): readonly X509Certificate[] {
    return this.#roots;
  }

  /** Undefined if the certificate is not one of this organisation's. */
  member(certPem: string): Member | undefined {
    const certificate = new X509Certificate(certPem);
    if (certificate.ca || !this.#leadsToRoot(certificate) || this.#isTakenBack(certificate)) return undefined;
    const roles = new Set(certificateNames(certificate.raw).units.flatMap((unit) => this.#roleOfUnit.get(unit) ?? []));
    if (this.#roleOfUnit.size > 0 && roles.size !== 1) return undefined;
    if (this.#administrators.has(certificate.fingerprint256)) roles.add('admin');
    return { mspId: this.mspId, certificate, publicKey: certificate.publicKey, roles };
  }

  #isTakenBack(certificate: X509Certificate): boolean {
    return this.#authorities.some((each) => isIssuedBy(certificate, each) && this.#revoked.has(certificate, each));
  }

  #leadsToRoot(certificate: X509Certificate): boolean {
    let last = certificate;
    for (let length = 1; length <= CHAIN_LENGTH_MAX; length += 1) {
      if (this.#roots.some(({ fingerprint256 }) => fingerprint256 === last.fingerprint256)) return true;
      const issuer = this.#authorities.find((candidate) => isIssuedBy(last, candidate));
      if (issuer === undefined) return false;
      last = issuer;
    }
    return false;
  }
}

/** What it says of its authority’s key besides is a hint, to Fabric as well: that key’s signature is what counts. */
function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const [of, by] = [certificateNames(certificate.raw).issuer, certificateNames(issuer.raw).subject];
  return issuer.ca && Buffer.compare(of, by) === 0 && certificate.verify(issuer.publicKey);
}

function rolesByUnit(units: msp.FabricNodeOUs | undefined): ReadonlyMap<string, NodeRole> {
  if (units?.getEnable() !== true) return new Map();
  const named: readonly (readonly [NodeRole, msp.FabricOUIdentifier | undefined])[] = [
    ['client', units.getClientOuIdentifier()],
    ['peer', units.getPeerOuIdentifier()],
    ['admin', units.getAdminOuIdentifier()],
    ['orderer', units.getOrdererOuIdentifier()],
  ];
  return new Map(
    named.flatMap(([role, identifier]) => {
      const unit = identifier?.getOrganizationalUnitIdentifier() ?? '';
      return unit === '' ? [] : [[unit, role] as const];
    }),
  );
}
