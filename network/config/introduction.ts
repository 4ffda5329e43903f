/**
 * What an organisation that wants to join tells the others, as one JSON file: certificates and addresses, nothing secret. Members compare
 * its fingerprints with what the organisation says elsewhere before they vote.
 */
import { z } from 'zod';
import { msp } from '@hyperledger/fabric-protos';
import type { OrganizationMaterial } from '../genesis/organization-material.js';

const base64 = z.base64();
const port = z.int().min(1).max(65_535);
const host = z.string().min(1).max(253);

export const introduction = z.strictObject({
  mspId: z.string().regex(/^[A-Za-z][A-Za-z0-9]{1,63}$/, 'must be an MSP id such as HarborMSP'),
  /** Fabric's `MSPConfig`, serialised. */
  mspConfig: base64,
  peer: z.strictObject({ host, port }),
  orderer: z.strictObject({ host, port, consenterId: z.int().min(1), certPem: z.string(), tlsCertPem: z.string() }),
});
export type Introduction = z.infer<typeof introduction>;

export function introductionOf({
  organization,
  mspConfig,
  ordererCertPem,
  ordererTlsCertPem,
}: OrganizationMaterial): Introduction {
  const { mspId, peer, orderer } = organization;
  const text = (pem: Uint8Array): string => Buffer.from(pem).toString('utf8');
  return {
    mspId,
    mspConfig: Buffer.from(mspConfig.serializeBinary()).toString('base64'),
    peer: { host: peer.host, port: peer.port },
    orderer: {
      host: orderer.host,
      port: orderer.port,
      consenterId: orderer.consenterId,
      certPem: text(ordererCertPem),
      tlsCertPem: text(ordererTlsCertPem),
    },
  };
}

export function materialOf({ mspId, mspConfig, peer, orderer }: Introduction): OrganizationMaterial {
  return {
    organization: { mspId, peer, orderer },
    mspConfig: msp.MSPConfig.deserializeBinary(Buffer.from(mspConfig, 'base64')),
    ordererCertPem: Buffer.from(orderer.certPem),
    ordererTlsCertPem: Buffer.from(orderer.tlsCertPem),
  };
}
