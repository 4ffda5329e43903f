/** An organisation’s public certificates, read for the channel’s configuration. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { organizationPaths } from '../identities/organization-paths.js';
import { signingCertPath } from '../identities/load-identity.js';
import type { Organization } from '../topology.js';

/** What the channel's configuration says of where an organisation's nodes are. */
export interface ConfiguredOrganization {
  readonly mspId: string;
  readonly peer: { readonly host: string; readonly port: number };
  /** All of them, where there are several. */
  readonly peers?: readonly { readonly host: string; readonly port: number }[];
  readonly orderer: { readonly host: string; readonly port: number; readonly consenterId: number };
}

/** What the channel's configuration says about one organisation: public certificates only. */
export interface OrganizationMaterial {
  readonly organization: ConfiguredOrganization;
  readonly mspConfig: msp.MSPConfig;
  readonly ordererCertPem: Uint8Array;
  readonly ordererTlsCertPem: Uint8Array;
}

// FABRIC, as opposed to IDEMIX, in msp/msp.go of hyperledger/fabric.
const MSP_TYPE_FABRIC = 0;

/** An organisation's certificates are not, or not all, where the channel's first block is made or checked. */
export class CertificatesMissing extends Error {}

/**
 * Reads an organisation's public certificates from `DATA_DIR/organizations`.
 * @throws CertificatesMissing
 */
export async function loadOrganizationMaterial(
  organization: Organization,
  dataDir: string,
): Promise<OrganizationMaterial> {
  const [caCert, tlsCaCert, ordererCertPem, ordererTlsCertPem] = await readCertificates(organization, dataDir).catch(
    (cause: unknown) => {
      const { code, path } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT') throw cause;
      throw new CertificatesMissing(`the public certificates of ${organization.name} are not complete: no ${path}`, {
        cause,
      });
    },
  );
  return {
    organization,
    mspConfig: encodeMsp(organization.mspId, caCert, tlsCaCert),
    ordererCertPem,
    ordererTlsCertPem,
  };
}

async function readCertificates(organization: Organization, dataDir: string) {
  const paths = organizationPaths(dataDir, organization);
  const ordererCertPath = signingCertPath(paths.ordererMspDir);
  return Promise.all([
    readFile(paths.caCertPath),
    readFile(paths.tlsCaCertPath),
    readFile(ordererCertPath),
    readFile(join(paths.ordererTlsDir, 'server.crt')),
  ]);
}

/** What every organisation's membership says alike, but for its name and its authorities. */
export function membershipOf(mspId: string): msp.FabricMSPConfig {
  // Without a certificate the unit is believed of whoever chains to one of the roots, also to one that is added later.
  const identifier = (unit: string) => {
    const ou = new msp.FabricOUIdentifier();
    ou.setOrganizationalUnitIdentifier(unit);
    return ou;
  };
  const nodeOus = new msp.FabricNodeOUs();
  nodeOus.setEnable(true);
  nodeOus.setClientOuIdentifier(identifier('client'));
  nodeOus.setPeerOuIdentifier(identifier('peer'));
  nodeOus.setAdminOuIdentifier(identifier('admin'));
  nodeOus.setOrdererOuIdentifier(identifier('orderer'));

  const crypto = new msp.FabricCryptoConfig();
  crypto.setSignatureHashFamily('SHA2');
  crypto.setIdentityIdentifierHashFunction('SHA256');

  const fabricConfig = new msp.FabricMSPConfig();
  fabricConfig.setName(mspId);
  fabricConfig.setFabricNodeOus(nodeOus);
  fabricConfig.setCryptoConfig(crypto);
  return fabricConfig;
}

function encodeMsp(mspId: string, caCert: Uint8Array, tlsCaCert: Uint8Array): msp.MSPConfig {
  const fabricConfig = membershipOf(mspId);
  fabricConfig.setRootCertsList([caCert]);
  fabricConfig.setTlsRootCertsList([tlsCaCert]);

  const config = new msp.MSPConfig();
  config.setType(MSP_TYPE_FABRIC);
  config.setConfig(fabricConfig.serializeBinary());
  return config;
}
