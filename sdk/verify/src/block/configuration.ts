/** What a channel’s configuration says of whose certificates count, and of who orders. */
import { decodeText } from '../../../../audit/src/byte-texts.js';
import { Fields } from '../../../../audit/src/fields.js';
import { areEqual } from '../bytes.js';
import { type Certificate, isIssuedBy, readCertificate } from './certificate.js';

export interface Member {
  readonly mspId: string;
  readonly certificate: Certificate;
}

/** Whose a certificate is said to be. */
export interface Identity {
  readonly mspId: string;
  readonly pem: Uint8Array;
}

/** A serialised `msp.SerializedIdentity`; of nobody where it is none. */
export function readIdentity(bytes: Uint8Array): Identity {
  try {
    const read = new Fields(bytes);
    return { mspId: read.text(1), pem: read.bytes(2) };
  } catch {
    return { mspId: '', pem: new Uint8Array() };
  }
}

const CHAIN_LENGTH_MAX = 8;
const CONFIG = 1;

/** Of one organisation. */
class Authorities {
  readonly mspId: string;
  readonly #roots: readonly Certificate[];
  readonly #all: readonly Certificate[];
  /** The units by which clients, peers, administrators and orderers are told apart; none if they are not. */
  readonly #units: readonly string[];
  readonly orderersUnit: string | undefined;

  /** A `FabricMSPConfig`. */
  constructor(config: Fields) {
    this.mspId = config.text(1);
    this.#roots = config.all(2).map(readCertificate);
    this.#all = [...this.#roots, ...config.all(3).map(readCertificate)];
    const units = config.message(11);
    const named = units.number(1) === 0 ? [] : [2, 3, 4, 5].map((field) => units.message(field).text(2));
    this.#units = named.filter((unit) => unit !== '');
    this.orderersUnit = named[3] === '' ? undefined : named[3];
  }

  async has(certificate: Certificate): Promise<boolean> {
    if (certificate.isAuthority) return false;
    const units = certificate.units.filter((unit) => this.#units.includes(unit));
    if (this.#units.length > 0 && new Set(units).size !== 1) return false;
    let last = certificate;
    for (let length = 1; length <= CHAIN_LENGTH_MAX; length += 1) {
      if (this.#roots.some(({ whole }) => areEqual(whole, last.whole))) return true;
      let issuer: Certificate | undefined;
      for (const each of this.#all) if (issuer === undefined && (await isIssuedBy(last, each))) issuer = each;
      if (issuer === undefined) return false;
      last = issuer;
    }
    return false;
  }
}

export class Configuration {
  readonly sequence: number;
  /** `BFT`, or `etcdraft`. */
  readonly consensus: string;
  /** The orderers by number; none under Raft. */
  readonly consenters: ReadonlyMap<number, Identity>;
  readonly #ordering: readonly Authorities[];
  readonly #all: readonly Authorities[];
  readonly #members = new Map<string, Promise<Member | undefined>>();

  /** Reads an envelope of type CONFIG. @throws Error when it is none */
  constructor(envelope: Uint8Array) {
    const payload = new Fields(envelope).message(1);
    if (new Fields(payload.message(1).bytes(1)).number(1) !== CONFIG) throw new Error('it is no configuration');
    const config = payload.message(2).message(1);
    const groups = groupsOf(config.message(2));
    const ordering = groups.get('Orderer') ?? new Fields(new Uint8Array());
    this.sequence = config.number(1);
    this.consensus = valueOf(ordering, 'ConsensusType').text(1);
    this.consenters = new Map(
      valueOf(ordering, 'Orderers')
        .messages(1)
        .map((each) => [each.number(1), { mspId: each.text(4), pem: each.bytes(5) }]),
    );
    this.#ordering = authoritiesIn(ordering);
    this.#all = [...this.#ordering, ...authoritiesIn(groups.get('Application'))];
  }

  /** Undefined if nobody of the channel is meant. */
  member(identity: Uint8Array): Promise<Member | undefined> {
    return this.#once(readIdentity(identity), 'any', async (mspId, certificate) => {
      for (const each of this.#all) if (each.mspId === mspId && (await each.has(certificate))) return true;
      return false;
    });
  }

  /** The same, of those that order. */
  orderer(identity: Identity): Promise<Member | undefined> {
    return this.#once(identity, 'orderer', async (mspId, certificate) => {
      for (const each of this.#ordering) {
        const isOrderers = each.orderersUnit === undefined || certificate.units.includes(each.orderersUnit);
        if (each.mspId === mspId && isOrderers && (await each.has(certificate))) return true;
      }
      return false;
    });
  }

  #once(
    identity: Identity,
    as: string,
    has: (mspId: string, certificate: Certificate) => Promise<boolean>,
  ): Promise<Member | undefined> {
    const name = `${as} ${identity.mspId} ${decodeText(identity.pem)}`;
    const known = this.#members.get(name) ?? lookUp(identity, has);
    this.#members.set(name, known);
    return known;
  }
}

async function lookUp(
  { mspId, pem }: Identity,
  has: (mspId: string, certificate: Certificate) => Promise<boolean>,
): Promise<Member | undefined> {
  try {
    const certificate = readCertificate(pem);
    return (await has(mspId, certificate)) ? { mspId, certificate } : undefined;
  } catch {
    return undefined;
  }
}

const groupsOf = (group: Fields): ReadonlyMap<string, Fields> =>
  new Map(group.entries(2).map(([name, bytes]) => [name, new Fields(bytes)]));

function valueOf(group: Fields, name: string): Fields {
  const [, value] = group.entries(3).findLast(([each]) => each === name) ?? [];
  return new Fields(value === undefined ? new Uint8Array() : new Fields(value).bytes(2));
}

function authoritiesIn(group: Fields | undefined): Authorities[] {
  if (group === undefined) return [];
  return [...groupsOf(group).values()].flatMap((organization) => {
    const config = valueOf(organization, 'MSP').bytes(2);
    return config.length === 0 ? [] : [new Authorities(new Fields(config))];
  });
}
