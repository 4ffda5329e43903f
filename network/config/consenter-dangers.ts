/** What is wrong with the consenters of a configuration: Fabric lets most of it through, and all orderers stop then, for good. */
import { X509Certificate } from 'node:crypto';
import { common, type msp } from '@hyperledger/fabric-protos';
import { isWithinValidity, readIdentity, serializeIdentity } from '../embedded/msp/identity.js';
import { OrganizationMsp } from '../embedded/msp/organization-msp.js';
import { bftBlockValidation } from '../genesis/consensus.js';
import { encodePolicy } from '../genesis/config-group.js';
import { consentersIn, groupAt, membershipIn, organizationsIn, valueIn } from './channel-values.js';

/** Fabric keeps ports as 32 bits, and takes any. */
const PORT_MAX = 65_535;

export function consenterDangers(present: common.Config, wanted: common.Config, nowMs: number): string[] {
  const before = new Map(consentersIn(present).map((each) => [each.getId(), each]));
  const after = consentersIn(wanted);
  const memberships = new Map(
    [...organizationsIn(groupAt(wanted, 'Orderer')).values()].flatMap((organization) => {
      const membership = membershipIn(organization);
      return membership === undefined ? [] : [[membership.getName(), membership] as const];
    }),
  );
  return [
    ...after.flatMap((each) => ownDangers(each, memberships, before.get(each.getId()), nowMs)),
    ...repeated(after),
    ...changesAtOnce(before, after),
    ...endpointDangers(wanted, after),
    ...blockValidationDangers(wanted, after),
  ];
}

function ownDangers(
  consenter: common.Consenter,
  memberships: ReadonlyMap<string, msp.FabricMSPConfig>,
  before: common.Consenter | undefined,
  nowMs: number,
): string[] {
  const name = `consenter ${consenter.getId()}`;
  const dangers: string[] = [];
  if (consenter.getId() === 0) dangers.push('a consenter has the number 0');
  if (consenter.getHost() === '' || consenter.getPort() <= 0 || consenter.getPort() > PORT_MAX) {
    dangers.push(`${name} has no address: ${addressOf(consenter)}`);
  }
  if (
    before !== undefined &&
    (addressOf(before) !== addressOf(consenter) || before.getMspId() !== consenter.getMspId())
  ) {
    dangers.push(
      `${name} gets another address or organisation: the others would never call it there; add one with a new number, and remove this one`,
    );
  }
  const membership = memberships.get(consenter.getMspId());
  if (membership === undefined) return [...dangers, `${name} is of ${consenter.getMspId()}, which orders nothing`];
  dangers.push(...identityDangers(name, consenter, usable(membership), nowMs));
  const roots = [...membership.getTlsRootCertsList_asU8(), ...membership.getTlsIntermediateCertsList_asU8()];
  dangers.push(...tlsDangers(`${name}'s TLS certificate as a server`, consenter.getServerTlsCert_asU8(), roots, nowMs));
  dangers.push(...tlsDangers(`${name}'s TLS certificate as a client`, consenter.getClientTlsCert_asU8(), roots, nowMs));
  return dangers;
}

function usable(membership: msp.FabricMSPConfig): OrganizationMsp | undefined {
  try {
    return new OrganizationMsp(membership);
  } catch {
    return undefined;
  }
}

function identityDangers(
  name: string,
  consenter: common.Consenter,
  organization: OrganizationMsp | undefined,
  nowMs: number,
): string[] {
  try {
    const pem = Buffer.from(consenter.getIdentity_asU8()).toString('utf8');
    const identity = readIdentity(serializeIdentity(consenter.getMspId(), pem));
    const why = organization?.whyInvalid(identity);
    if (why !== undefined) return [`${name}'s certificate is none of ${consenter.getMspId()}: ${why}`];
    if (!isWithinValidity(identity, nowMs)) return [`${name}'s certificate is not valid now`];
    return organization?.hasRole(identity, 'orderer') === false ? [`${name}'s certificate is no orderer's`] : [];
  } catch (error) {
    return [`${name}'s certificate cannot be read: ${(error as Error).message}`];
  }
}

function tlsDangers(what: string, pem: Uint8Array, roots: readonly Uint8Array[], nowMs: number): string[] {
  try {
    const certificate = certificateOf(pem);
    if (Date.parse(certificate.validTo) < nowMs) return [`${what} has expired`];
    const isRooted = roots.some((root) => {
      const issuer = certificateOf(root);
      return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
    });
    return isRooted ? [] : [`${what} is issued by no TLS authority of its organisation`];
  } catch {
    return [`${what} cannot be read as PEM`];
  }
}

function certificateOf(pem: Uint8Array): X509Certificate {
  const text = Buffer.from(pem).toString('utf8');
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Error('it is no PEM');
  return new X509Certificate(text);
}

/** Numbers, addresses and certificates, each of one consenter alone. */
function repeated(consenters: readonly common.Consenter[]): string[] {
  const dangers: string[] = [];
  const check = (what: string, of: (consenter: common.Consenter) => string): void => {
    const seen = new Set<string>();
    for (const each of consenters) {
      if (seen.has(of(each))) dangers.push(`two consenters have ${what}`);
      seen.add(of(each));
    }
  };
  check('one number', (each) => String(each.getId()));
  check('one address', addressOf);
  check('one certificate', (each) => keyIn(each.getIdentity_asU8()));
  check('one TLS certificate', (each) => keyIn(each.getServerTlsCert_asU8()));
  return dangers;
}

/** By which two certificates are as good as one, however they are written; what is no certificate stands for itself. */
function keyIn(pem: Uint8Array): string {
  try {
    return certificateOf(pem).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  } catch {
    return Buffer.from(pem).toString('base64');
  }
}

/** Fabric's own documentation asks for one at a time; a number that was used is never used again. */
function changesAtOnce(before: ReadonlyMap<number, common.Consenter>, after: readonly common.Consenter[]): string[] {
  const numbers = new Set(after.map((each) => each.getId()));
  const removed = [...before.keys()].filter((id) => !numbers.has(id)).length;
  const added = after.filter((each) => !before.has(each.getId()));
  const changed = after.filter((each) => {
    const known = before.get(each.getId());
    return known !== undefined && Buffer.compare(known.serializeBinary(), each.serializeBinary()) !== 0;
  });
  const dangers: string[] = [];
  const count = removed + added.length + changed.length;
  if (count > 1) dangers.push(`${count} consenters change at once: change them one by one`);
  const highest = Math.max(0, ...before.keys());
  for (const each of added) {
    if (each.getId() <= highest) {
      dangers.push(
        `consenter ${each.getId()} is new, and its number is not above ${highest}: numbers are not used again`,
      );
    }
  }
  return dangers;
}

/** Peers count addresses for a quorum, orderers count consenters: they have to be the same. */
function endpointDangers(wanted: common.Config, consenters: readonly common.Consenter[]): string[] {
  const addresses = new Map(consenters.map((each) => [addressOf(each), each.getMspId()]));
  const listed = new Set<string>();
  const dangers: string[] = [];
  for (const [name, organization] of organizationsIn(groupAt(wanted, 'Orderer'))) {
    const endpoints = valueIn(organization, 'Endpoints', common.OrdererAddresses)?.getAddressesList() ?? [];
    if (endpoints.length === 0) dangers.push(`${name} orders, and no address of an orderer is named`);
    for (const endpoint of endpoints) {
      listed.add(endpoint);
      if (addresses.get(endpoint) !== (membershipIn(organization)?.getName() ?? name)) {
        dangers.push(`${endpoint} is an address of ${name}, and no consenter of it is there`);
      }
    }
  }
  for (const address of addresses.keys()) {
    if (!listed.has(address)) dangers.push(`a consenter is at ${address}, which is no address of its organisation`);
  }
  return dangers;
}

function blockValidationDangers(wanted: common.Config, consenters: readonly common.Consenter[]): string[] {
  const found = groupAt(wanted, 'Orderer')?.getPoliciesMap().get('BlockValidation')?.getPolicy();
  const expected = encodePolicy(bftBlockValidation(consenters));
  const isRight = found !== undefined && Buffer.compare(found.serializeBinary(), expected.serializeBinary()) === 0;
  return isRight ? [] : ['BlockValidation is not what follows from the consenters'];
}

function addressOf(consenter: common.Consenter): string {
  return `${consenter.getHost()}:${consenter.getPort()}`;
}
