/**
 * Why what an organisation says of itself is no membership that a channel can take: of its file alone, and whatever the day is. Its orderer's
 * certificates are looked at with the whole configuration (`dangersOf`).
 */
import { msp } from '@hyperledger/fabric-protos';
import { readCertificate } from '../embedded/msp/identity.js';
import { OrganizationMsp } from '../embedded/msp/organization-msp.js';
import { membershipOf } from '../genesis/organization-material.js';
import type { Introduction } from './introduction.js';

// FABRIC, as opposed to IDEMIX, in msp/msp.go of hyperledger/fabric.
const MSP_TYPE_FABRIC = 0;

/** In sentences; none if nothing is wrong. */
export function introductionProblems({ mspId, mspConfig }: Pick<Introduction, 'mspId' | 'mspConfig'>): string[] {
  const membership = membershipIn(mspConfig);
  if (membership === undefined) return ['its MSP cannot be read'];
  if (membership.getName() !== mspId) return [`its MSP is called '${membership.getName()}', not ${mspId}`];
  try {
    new OrganizationMsp(membership);
  } catch (error) {
    return [`its MSP cannot be used: ${(error as Error).message}`];
  }
  return [...authorityProblems(membership), ...ruleProblems(membership)];
}

function membershipIn(mspConfig: string): msp.FabricMSPConfig | undefined {
  try {
    const config = msp.MSPConfig.deserializeBinary(Buffer.from(mspConfig, 'base64'));
    if (config.getType() !== MSP_TYPE_FABRIC) return undefined;
    return msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  } catch {
    return undefined;
  }
}

function authorityProblems(membership: msp.FabricMSPConfig): string[] {
  const own = [...membership.getRootCertsList_asU8(), ...membership.getIntermediateCertsList_asU8()];
  const tls = [...membership.getTlsRootCertsList_asU8(), ...membership.getTlsIntermediateCertsList_asU8()];
  return [
    ...(membership.getTlsRootCertsList().length === 0 ? ['its MSP names no authority for TLS'] : []),
    ...(own.every(isAuthority) ? [] : ['a certificate in its MSP is none of an authority']),
    ...(tls.every(isAuthority) ? [] : ['a certificate for TLS in its MSP is none of an authority']),
  ];
}

function isAuthority(pem: Uint8Array): boolean {
  try {
    return readCertificate(pem).ca;
  } catch {
    return false;
  }
}

/** Everything but its authorities is as with all others. */
function ruleProblems(membership: msp.FabricMSPConfig): string[] {
  const expected = membershipOf(membership.getName());
  const bytes = (message: { serializeBinary(): Uint8Array } | undefined): string =>
    Buffer.from(message?.serializeBinary() ?? []).toString('hex');
  if (bytes(membership.getFabricNodeOus()) !== bytes(expected.getFabricNodeOus())) {
    return ['its MSP does not tell client, peer, admin and orderer apart by NodeOUs as the members’ do'];
  }
  const rest = msp.FabricMSPConfig.deserializeBinary(membership.serializeBinary());
  rest.clearRootCertsList();
  rest.clearIntermediateCertsList();
  rest.clearTlsRootCertsList();
  rest.clearTlsIntermediateCertsList();
  return bytes(rest) === bytes(expected) ? [] : ['its MSP says other things than its authorities and NodeOUs'];
}
