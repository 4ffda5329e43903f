/** What a block that changes the channel's configuration says of who takes part, and until when their certificates are good. */
import { X509Certificate } from 'node:crypto';
import { type MessageShape, walked, walkedShapes } from '@commonpoint/audit/walked-messages';
import { decoded, shapes } from '@commonpoint/audit/well-formed';
import { common, msp } from '@hyperledger/fabric-protos';
import type { NetworkCertificate, NetworkConfig } from '../channel/channel.js';

/** Of an envelope of type CONFIG; undefined of one that cannot be used. Never throws. */
export function readNetworkConfig(envelope: Uint8Array): NetworkConfig | undefined {
  try {
    const payload = decoded(
      common.Payload,
      decoded(common.Envelope, envelope, shapes.envelope).getPayload_asU8(),
      shapes.payload,
    );
    const headerBytes = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
    const header = decoded(common.ChannelHeader, headerBytes, shapes.channelHeader);
    const config = decoded(common.ConfigEnvelope, payload.getData_asU8(), shapes.configEnvelope).getConfig();
    const root = config?.getChannelGroup();
    if (config === undefined || root === undefined) return undefined;
    const groups = (name: string) => groupsIn(root.getGroupsMap().get(name));
    const ordering = root.getGroupsMap().get('Orderer');
    const consenters =
      valueOf(ordering, 'Orderers', common.Orderers, walkedShapes.orderers)?.getConsenterMappingList() ?? [];
    const organizations = [...groups('Application'), ...groups('Orderer')].flatMap(organizationOf);
    return {
      version: config.getSequence(),
      time: header.getTimestamp()?.toDate().getTime() ?? 0,
      organizations: [...new Set(organizations.map(({ mspId }) => mspId))].sort(),
      orderers: consenters
        .map((consenter) => ({
          mspId: consenter.getMspId(),
          endpoint: `${consenter.getHost()}:${consenter.getPort()}`,
        }))
        .sort((a, b) => (`${a.mspId} ${a.endpoint}` < `${b.mspId} ${b.endpoint}` ? -1 : 1)),
      certificates: distinct([
        ...organizations.flatMap(({ certificates }) => certificates),
        ...consenters.flatMap((consenter) => {
          const mspId = consenter.getMspId();
          return [
            ...certificate(mspId, 'orderer', consenter.getIdentity_asU8()),
            ...certificate(mspId, 'orderer-tls', consenter.getServerTlsCert_asU8()),
            ...certificate(mspId, 'orderer-tls', consenter.getClientTlsCert_asU8()),
          ];
        }),
      ]),
    };
  } catch {
    // What the configuration means for blocks is the watch's business.
    return undefined;
  }
}

function organizationOf(group: common.ConfigGroup): { mspId: string; certificates: NetworkCertificate[] }[] {
  const config = valueOf(group, 'MSP', msp.MSPConfig, walkedShapes.flat);
  if (config === undefined) return [];
  const membership = walked(msp.FabricMSPConfig, config.getConfig_asU8(), walkedShapes.membership);
  const mspId = membership.getName();
  const all = (use: NetworkCertificate['use'], ...lists: readonly Uint8Array[][]): NetworkCertificate[] =>
    lists.flat().flatMap((pem) => certificate(mspId, use, pem));
  return [
    {
      mspId,
      certificates: [
        ...all('ca', membership.getRootCertsList_asU8(), membership.getIntermediateCertsList_asU8()),
        ...all('tls-ca', membership.getTlsRootCertsList_asU8(), membership.getTlsIntermediateCertsList_asU8()),
      ],
    },
  ];
}

/** None of what is no certificate. */
function certificate(mspId: string, use: NetworkCertificate['use'], pem: Uint8Array): NetworkCertificate[] {
  try {
    const { fingerprint256, validToDate } = new X509Certificate(pem);
    const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
    return [{ mspId, use, fingerprint, endsAt: validToDate.toISOString() }];
  } catch {
    return [];
  }
}

function distinct(all: readonly NetworkCertificate[]): NetworkCertificate[] {
  const byName = new Map(all.map((each) => [`${each.mspId} ${each.use} ${each.fingerprint}`, each]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function groupsIn(group: common.ConfigGroup | undefined): common.ConfigGroup[] {
  const found: common.ConfigGroup[] = [];
  group?.getGroupsMap().forEach((each: common.ConfigGroup) => found.push(each));
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
