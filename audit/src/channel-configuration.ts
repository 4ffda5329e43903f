/** What a configuration block says: whose certificates count, who orders, and who has to sign what. */
import { verify } from 'node:crypto';
import { common, msp, orderer } from './fabric-messages.js';
import { readIdentity, type Signed } from './block-contents.js';
import { hexOf, sha256 } from './bytes.js';
import { derElements, derTags } from './der.js';
import { type Member, Membership } from './membership.js';
import { configuredPolicies, nobodyIsEnough, type Policy } from './policies.js';
import { type MessageShape, walked, walkedShapes } from './walked-messages.js';
import { decoded, shapes } from './well-formed.js';

/** By the place of a signature, whether it holds; undefined where nobody asked. */
export type Verified = (boolean | undefined)[];

export interface Consenter {
  readonly mspId: string;
  readonly certPem: string;
}

/** Identities that were looked at, so that a certificate is checked once; more are never in use at one time. */
const MEMBERS_KEPT_MAX = 10_000;

export class ChannelConfiguration {
  readonly #members = new Map<string, Member | undefined>();

  private constructor(
    /** Of the envelope that it is from, in hexadecimal. */
    readonly digest: string,
    readonly channelId: string,
    readonly sequence: number,
    readonly consensus: string,
    /** By number; none under Raft. */
    readonly consenters: ReadonlyMap<number, Consenter>,
    readonly policies: ReadonlyMap<string, Policy>,
    private readonly memberships: ReadonlyMap<string, Membership>,
  ) {}

  /** Reads an envelope of type CONFIG. @throws Error when it is none, or cannot be used */
  static read(envelope: Uint8Array): ChannelConfiguration {
    const payload = decoded(
      common.Payload,
      decoded(common.Envelope, envelope, shapes.envelope).getPayload_asU8(),
      shapes.payload,
    );
    const header = decoded(
      common.ChannelHeader,
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
      shapes.channelHeader,
    );
    const config = decoded(common.ConfigEnvelope, payload.getData_asU8(), shapes.configEnvelope).getConfig();
    const root = config?.getChannelGroup();
    if (header.getType() !== common.HeaderType.CONFIG || config === undefined || root === undefined) {
      throw new Error('it is no configuration');
    }
    const ordering = root.getGroupsMap().get('Orderer');
    const consensus = valueOf(ordering, 'ConsensusType', orderer.ConsensusType, walkedShapes.flat);
    const consenters =
      valueOf(ordering, 'Orderers', common.Orderers, walkedShapes.orderers)?.getConsenterMappingList() ?? [];
    return new ChannelConfiguration(
      hexOf(sha256(envelope)),
      header.getChannelId(),
      config.getSequence(),
      consensus?.getType() ?? '',
      new Map(
        consenters.map((consenter) => [
          consenter.getId(),
          { mspId: consenter.getMspId(), certPem: Buffer.from(consenter.getIdentity_asU8()).toString('utf8') },
        ]),
      ),
      configuredPolicies(root),
      new Map([...membershipsIn(ordering), ...membershipsIn(root.getGroupsMap().get('Application'))]),
    );
  }

  /** Whose certificates count, with the authorities that they lead to. */
  get organizations(): readonly Pick<Membership, 'mspId' | 'roots'>[] {
    return [...this.memberships.values()];
  }

  policy(path: string): Policy {
    return this.policies.get(path) ?? nobodyIsEnough;
  }

  /**
   * The distinct members whose signatures hold; no more are verified once they are enough.
   *
   * @param verified what is known of them already; what is found out now is put there
   */
  signersOf(
    signatures: readonly Signed[],
    areEnough?: (signers: readonly Member[]) => boolean,
    verified: Verified = [],
  ): Member[] {
    const signers: Member[] = [];
    for (const [place, signed] of signatures.entries()) {
      const member = this.#member(signed.identity);
      if (member === undefined || signers.includes(member)) continue;
      if (!(verified[place] ??= holds(member, signed))) continue;
      signers.push(member);
      if (areEnough?.(signers) === true) break;
    }
    return signers;
  }

  /** Undefined if nobody of the channel is meant. */
  #member(identity: Uint8Array): Member | undefined {
    const name = Buffer.from(identity).toString('latin1');
    if (!this.#members.has(name)) {
      if (this.#members.size >= MEMBERS_KEPT_MAX) this.#members.clear();
      this.#members.set(name, this.#findMember(identity));
    }
    return this.#members.get(name);
  }

  #findMember(identity: Uint8Array): Member | undefined {
    try {
      const { mspId, certPem } = readIdentity(identity);
      return this.memberships.get(mspId)?.member(certPem);
    } catch {
      return undefined;
    }
  }
}

function holds({ publicKey }: Member, { message, signature }: Signed): boolean {
  try {
    return (
      verify('sha256', message, publicKey, signature) || verify('sha256', message, publicKey, twoNumbers(signature))
    );
  } catch {
    return false;
  }
}

/** A signature without what stands behind its two numbers, or behind it: Fabric passes that over, and OpenSSL takes no such signature. */
function twoNumbers(signature: Uint8Array): Uint8Array {
  const numbers = derElements(derElements(signature, 1)[0]?.content ?? new Uint8Array(), 2);
  const content = Buffer.concat(numbers.map(({ raw }) => raw));
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Uint8Array.from([derTags.sequence, ...length]), content]);
}

function membershipsIn(group: common.ConfigGroup | undefined): (readonly [string, Membership])[] {
  const found: (readonly [string, Membership])[] = [];
  group?.getGroupsMap().forEach((organization: common.ConfigGroup) => {
    const config = valueOf(organization, 'MSP', msp.MSPConfig, walkedShapes.flat);
    if (config === undefined) return;
    const membership = new Membership(walked(msp.FabricMSPConfig, config.getConfig_asU8(), walkedShapes.membership));
    found.push([membership.mspId, membership]);
  });
  return found;
}

function valueOf<T>(
  group: common.ConfigGroup | undefined,
  name: string,
  type: { deserializeBinary(bytes: Uint8Array): T },
  shape: MessageShape,
): T | undefined {
  const value = group?.getValuesMap().get(name)?.getValue_asU8();
  return value === undefined ? undefined : walked(type, value, shape);
}
