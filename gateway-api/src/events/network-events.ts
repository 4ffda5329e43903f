/** What is told of the channel's configuration: what it changed of who takes part. */
import type { NetworkConfig } from '../channel/channel.js';
import type { StateEvent } from '@commonpoint/catalogue';

/** @param before absent of the first one */
export function networkEvents(before: NetworkConfig | undefined, now: NetworkConfig): StateEvent[] {
  const { organizations = [], orderers = [] } = before ?? {};
  const nameOf = ({ mspId, endpoint }: NetworkConfig['orderers'][number]): string => `${mspId} ${endpoint}`;
  const without = <T>(all: readonly T[], others: readonly T[], name: (each: T) => string): T[] => {
    const names = new Set(others.map(name));
    return all.filter((each) => !names.has(name(each)));
  };
  const itself = (mspId: string): string => mspId;
  return [
    { type: 'network.changed', version: now.version },
    ...without(now.organizations, organizations, itself).map((mspId) => ({
      type: 'network.organization-joined',
      mspId,
    })),
    ...without(organizations, now.organizations, itself).map((mspId) => ({ type: 'network.organization-left', mspId })),
    ...without(now.orderers, orderers, nameOf).map((orderer) => ({ type: 'network.orderer-joined', ...orderer })),
    ...without(orderers, now.orderers, nameOf).map((orderer) => ({ type: 'network.orderer-left', ...orderer })),
  ];
}

/** Certificates of the configuration that end on one of some days. */
export const certificatesDue = ({ certificates }: NetworkConfig, isDue: (day: string) => boolean): StateEvent[] =>
  certificates
    .filter(({ endsAt }) => isDue(endsAt.slice(0, 10)))
    .map((certificate) => ({ type: 'certificate.due', ...certificate }));
