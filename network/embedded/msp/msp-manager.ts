/**
 * All organisations of a channel.
 *
 * Fabric: the MSP manager hands an identity to the MSP whose id it names. Reference: `msp/mspmgrimpl.go`,
 * `msp/cache/cache.go` (identities are cached, as here). Left out: nothing.
 */
import { msp } from '@hyperledger/fabric-protos';
import { asBuffer, sameBytes } from '../wire/bytes.js';
import type { SignedData } from '../wire/signed-data.js';
import { type Identity, IdentityError, readIdentity } from './identity.js';
import type { NodeRole, OrganizationMsp } from './organization-msp.js';
import { verifySignature } from './signature.js';

/** An identity that its organisation's rules accept. */
export interface Member extends Identity {
  readonly organization: OrganizationMsp;
  /** Outcomes of principals already tested; compiled policies keep theirs. */
  readonly principals: WeakMap<msp.MSPPrincipal, boolean>;
}

const CACHE_ENTRIES_MAX = 1000;

const NODE_ROLES: Readonly<Record<number, NodeRole>> = {
  [msp.MSPRole.MSPRoleType.ADMIN]: 'admin',
  [msp.MSPRole.MSPRoleType.CLIENT]: 'client',
  [msp.MSPRole.MSPRoleType.PEER]: 'peer',
  [msp.MSPRole.MSPRoleType.ORDERER]: 'orderer',
};

export class MspManager {
  readonly #organizations: ReadonlyMap<string, OrganizationMsp>;
  readonly #members = new Map<string, Member | IdentityError>();

  constructor(organizations: Iterable<OrganizationMsp>) {
    this.#organizations = new Map([...organizations].map((organization) => [organization.mspId, organization]));
  }

  get mspIds(): readonly string[] {
    return [...this.#organizations.keys()];
  }

  /** The valid member behind SerializedIdentity bytes. Throws IdentityError. */
  member(bytes: Uint8Array): Member {
    const key = asBuffer(bytes).toString('latin1');
    let known = this.#members.get(key);
    if (!known) {
      known = this.#readMember(bytes);
      if (this.#members.size >= CACHE_ENTRIES_MAX) this.#forgetOldest();
      this.#members.set(key, known);
    }
    if (known instanceof IdentityError) throw known;
    return known;
  }

  /** As {@link member}, undefined instead of an error. */
  findMember(bytes: Uint8Array): Member | undefined {
    try {
      return this.member(bytes);
    } catch (error) {
      if (error instanceof IdentityError) return undefined;
      throw error;
    }
  }

  /** Whether a valid member signed this. */
  async verify(signed: SignedData): Promise<boolean> {
    const member = this.findMember(signed.identity);
    return member !== undefined && verifySignature(member.publicKey, signed);
  }

  /**
   * The distinct members whose signatures hold, in order (Fabric: `policies.SignatureSetToValidIdentities`): one
   * identity counts once, however often it signed.
   */
  async validSigners(signatureSet: readonly SignedData[]): Promise<Member[]> {
    const candidates = signatureSet.map((signed) => ({ member: this.findMember(signed.identity), signed }));
    const outcomes = await Promise.all(
      candidates.map(async ({ member, signed }) => member !== undefined && verifySignature(member.publicKey, signed)),
    );
    const signers = new Map<string, Member>();
    candidates.forEach(({ member }, index) => {
      if (member && outcomes[index]) signers.set(member.id, member);
    });
    return [...signers.values()];
  }

  /** Whether a member is what a principal describes, which nobody changes any more. */
  satisfies(member: Member, principal: msp.MSPPrincipal): boolean {
    let outcome = member.principals.get(principal);
    if (outcome === undefined) {
      outcome = this.#evaluatePrincipal(member, principal);
      member.principals.set(principal, outcome);
    }
    return outcome;
  }

  #readMember(bytes: Uint8Array): Member | IdentityError {
    try {
      const identity = readIdentity(bytes);
      const organization = this.#organizations.get(identity.mspId);
      if (!organization) return new IdentityError(`MSP ${identity.mspId} is unknown`);
      const reason = organization.whyInvalid(identity);
      if (reason !== undefined) return new IdentityError(reason);
      return { ...identity, organization, principals: new WeakMap() };
    } catch (error) {
      if (error instanceof IdentityError) return error;
      throw error;
    }
  }

  #forgetOldest(): void {
    const oldest = this.#members.keys().next();
    if (!oldest.done) this.#members.delete(oldest.value);
  }

  #evaluatePrincipal(member: Member, principal: msp.MSPPrincipal): boolean {
    const { ROLE, ORGANIZATION_UNIT, IDENTITY, ANONYMITY, COMBINED } = msp.MSPPrincipal.Classification;
    const bytes = principal.getPrincipal_asU8();
    switch (principal.getPrincipalClassification()) {
      case ROLE: {
        const role = msp.MSPRole.deserializeBinary(bytes);
        if (role.getMspIdentifier() !== member.mspId) return false;
        if (role.getRole() === msp.MSPRole.MSPRoleType.MEMBER) return true;
        const nodeRole = NODE_ROLES[role.getRole()];
        return nodeRole !== undefined && member.organization.hasRole(member, nodeRole);
      }
      case ORGANIZATION_UNIT: {
        const unit = msp.OrganizationUnit.deserializeBinary(bytes);
        return (
          unit.getMspIdentifier() === member.mspId &&
          member.organization.hasUnit(
            member,
            unit.getOrganizationalUnitIdentifier(),
            unit.getCertifiersIdentifier_asU8(),
          )
        );
      }
      case IDENTITY: {
        const named = this.findMember(bytes);
        return named !== undefined && sameBytes(named.certificate.raw, member.certificate.raw);
      }
      case ANONYMITY:
        // X.509 identities are never anonymous.
        return (
          msp.MSPIdentityAnonymity.deserializeBinary(bytes).getAnonymityType() ===
          msp.MSPIdentityAnonymity.MSPIdentityAnonymityType.NOMINAL
        );
      case COMBINED: {
        const parts = msp.CombinedPrincipal.deserializeBinary(bytes).getPrincipalsList();
        return parts.length > 0 && parts.every((part) => this.satisfies(member, part));
      }
      default:
        return false;
    }
  }
}
