/** A channel's configuration as replies have it. */
import { X509Certificate } from 'node:crypto';
import type { ChannelConfiguration } from '@commonpoint/audit/channel-configuration';
import { textOfPolicy } from '@commonpoint/audit/policies';

export function showConfiguration(configuration: ChannelConfiguration): object {
  const { sequence, channelId, consensus, consenters, policies } = configuration;
  return {
    sequence,
    channel: channelId,
    consensus,
    consenters: [...consenters].map(([id, { mspId, certPem }]) => ({ id, mspId, name: commonName(certPem) })),
    organizations: configuration.organizations.map(({ mspId, roots }) => ({
      mspId,
      roots: roots.map((root) => ({
        name: commonNameOf(root),
        fingerprint: root.fingerprint256.replaceAll(':', '').toLowerCase(),
        endsAt: root.validToDate.toISOString(),
      })),
    })),
    policies: [...policies].map(([path, policy]) => ({ path, policy: textOfPolicy(policy) })),
  };
}

const commonNameOf = ({ subject }: X509Certificate): string => /^CN=(.*)$/m.exec(subject)?.[1] ?? '';

function commonName(certPem: string): string {
  try {
    return commonNameOf(new X509Certificate(certPem));
  } catch {
    return '';
  }
}
