/**
 * New keys of an orderer that wait beside those it has, until members' decision on them can be executed: in their place, whatever
 * started it meanwhile would have it order no more.
 */
import { copyFileSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { signingCertPath, signingMspFiles } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import type { Organization } from '@commonpoint/network/topology';
import { renewDue, type Renewing } from './renewal.js';

/** What an orderer signs and connects with. */
export interface OrdererFolders {
  readonly mspDir: string;
  readonly tlsDir: string;
}

export function ordererFolders(dataDir: string, organization: Organization): OrdererFolders {
  const { ordererMspDir, ordererTlsDir } = organizationPaths(dataDir, organization);
  return { mspDir: ordererMspDir, tlsDir: ordererTlsDir };
}

const beside = ({ mspDir, tlsDir }: OrdererFolders, what: 'next' | 'partial'): OrdererFolders => ({
  mspDir: `${mspDir}.${what}`,
  tlsDir: `${tlsDir}.${what}`,
});

/** Where they wait, if some do. */
export function waitingKeys(dataDir: string, organization: Organization): OrdererFolders | undefined {
  const next = beside(ordererFolders(dataDir, organization), 'next');
  return existsSync(next.mspDir) ? next : undefined;
}

/** Makes them where some are due; those that wait already are kept, unless another authority issues by now. */
export async function prepareKeys(renewing: Renewing): Promise<OrdererFolders | undefined> {
  const { dataDir, organization } = renewing;
  const present = ordererFolders(dataDir, organization);
  const renew = (folders: OrdererFolders, days: number): Promise<boolean> => {
    const holding = { signing: [signingCertPath(folders.mspDir)], tls: [join(folders.tlsDir, 'server.crt')] };
    return renewDue({ ...renewing, newKeys: true, days }, holding, '');
  };
  const waiting = waitingKeys(dataDir, organization);
  if (waiting !== undefined) {
    await renew(waiting, 0);
    return waiting;
  }
  const [partial, next] = [beside(present, 'partial'), beside(present, 'next')];
  for (const part of ['mspDir', 'tlsDir'] as const) {
    for (const left of [partial[part], next[part]]) rmSync(left, { recursive: true, force: true });
    cpSync(present[part], partial[part], { recursive: true });
  }
  const isDue = await renew(partial, renewing.days);
  // The last one says that they are whole.
  if (isDue) for (const part of ['tlsDir', 'mspDir'] as const) renameSync(partial[part], next[part]);
  else for (const part of ['tlsDir', 'mspDir'] as const) rmSync(partial[part], { recursive: true });
  return isDue ? next : undefined;
}

/** Puts them into the place of those it has; done again where it was cut off. */
export function takeKeys(dataDir: string, organization: Organization, waiting: OrdererFolders): void {
  const present = ordererFolders(dataDir, organization);
  const filesOf = ({ mspDir, tlsDir }: OrdererFolders): string[] => [
    signingMspFiles(mspDir).keyPath,
    signingCertPath(mspDir),
    join(tlsDir, 'server.key'),
    join(tlsDir, 'server.crt'),
  ];
  const places = filesOf(present);
  for (const [at, file] of filesOf(waiting).entries()) copyFileSync(file, places[at]!);
  for (const folder of [waiting.mspDir, waiting.tlsDir]) rmSync(folder, { recursive: true });
}
