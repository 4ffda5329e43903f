/**
 * The certificates of peers and orderers, as far as a gateway sees them: those of all orderers and authorities stand in the
 * channel's configuration, the own peer presents one at every connection, and who endorses signs with one.
 */
import { connect } from 'node:tls';
import { readEnvelope, readIdentity } from '@commonpoint/audit/block-contents';
import { common, gateway, msp } from '@hyperledger/fabric-protos';
import { certificateIn, type Certificate } from '../channel/certificates.js';
import { configurationValue } from './configuration-value.js';
import type { PeerAddress } from './connection.js';

const PRESENTED_WITHIN_MS = 5_000;
const ENDORSERS_EVERY_MS = 10 * 60_000;

export interface Configured {
  readonly certificates: readonly Certificate[];
  /** Orderers’ names by their numbers; none under Raft. */
  readonly orderers: ReadonlyMap<number, string>;
}

/** What a `common.Config` names, as the peer’s `cscc` gives it. */
export function configuredIn(config: Uint8Array): Configured {
  const groups = common.Config.deserializeBinary(config).getChannelGroup()?.getGroupsMap();
  const ordering = groups?.get('Orderer');
  const consenters = configurationValue(ordering, 'Orderers', common.Orderers)?.getConsenterMappingList() ?? [];
  const nameOf = (consenter: common.Consenter): string => `${consenter.getMspId()}:${consenter.getId()}`;
  const certificates = [
    ...consenters.flatMap((consenter) => [
      ...named(`orderer:${nameOf(consenter)}`, [consenter.getIdentity_asU8()]),
      ...named(`orderer-tls:${nameOf(consenter)}`, [consenter.getServerTlsCert_asU8()]),
    ]),
    ...authoritiesIn(groups?.get('Application')),
    ...authoritiesIn(ordering),
  ];
  return {
    certificates: [...new Map(certificates.map((certificate) => [certificate.name, certificate])).values()],
    orderers: new Map(consenters.map((consenter) => [consenter.getId(), nameOf(consenter)])),
  };
}

function authoritiesIn(group: common.ConfigGroup | undefined): Certificate[] {
  const found: Certificate[] = [];
  group?.getGroupsMap().forEach((organization: common.ConfigGroup) => {
    const config = configurationValue(organization, 'MSP', msp.MSPConfig);
    if (config === undefined) return;
    const own = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    const signing = [...own.getRootCertsList_asU8(), ...own.getIntermediateCertsList_asU8()];
    const tls = [...own.getTlsRootCertsList_asU8(), ...own.getTlsIntermediateCertsList_asU8()];
    found.push(...named(`authority:${own.getName()}`, signing), ...named(`authority-tls:${own.getName()}`, tls));
  });
  return found;
}

/** From the second one on with a number. One that cannot be read is none that anybody uses. */
function named(name: string, pems: readonly Uint8Array[]): Certificate[] {
  return pems.flatMap((pem, index) => {
    try {
      return [certificateIn(index === 0 ? name : `${name}:${index + 1}`, pem)];
    } catch {
      return [];
    }
  });
}

/** What the peer presents, good or not. @throws Error when it cannot be reached */
export function presentedBy({ endpoint, hostname }: PeerAddress): Promise<Certificate> {
  const [, host, port] = /^(.*):(\d+)$/.exec(endpoint)!;
  return new Promise((resolve, reject) => {
    const options = { host, port: Number(port), servername: hostname, ALPNProtocols: ['h2'] };
    // Nothing is told to whoever answers: it is only looked at, also when it has ended.
    const socket = connect({ ...options, rejectUnauthorized: false }, () => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      if (certificate === undefined) reject(new Error(`${endpoint} presents no certificate`));
      else resolve({ name: 'peer-tls', endsAt: new Date(certificate.validTo) });
    });
    socket.setTimeout(PRESENTED_WITHIN_MS, () => socket.destroy(new Error(`${endpoint} does not answer`)));
    socket.once('error', reject);
  });
}

/** Those that peers endorse with, seen now and then. */
export class EndorserCertificates {
  readonly #seen = new Map<string, Certificate>();
  readonly #nextMs = new Map<string, number>();

  get all(): readonly Certificate[] {
    return [...this.#seen.values()];
  }

  /** @param prepared a `gateway.PreparedTransaction` that these organisations endorsed */
  see(endorsers: readonly string[], prepared: Uint8Array): void {
    const set = endorsers.join();
    const now = performance.now();
    if ((this.#nextMs.get(set) ?? 0) > now) return;
    this.#nextMs.set(set, now + ENDORSERS_EVERY_MS);
    const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope();
    const contents = readEnvelope(envelope?.serializeBinary() ?? new Uint8Array());
    if (contents.kind !== 'transaction') return;
    for (const { identity } of contents.endorsements) {
      const { mspId, certPem } = readIdentity(identity);
      this.#seen.set(mspId, certificateIn(`peer:${mspId}`, certPem));
    }
  }
}
