/**
 * Another authority takes the place of an organisation's: for those who sign, or for connections. The channel knows both, everything is issued
 * anew by the new one, and then the channel does without the old one. Each step is seen in the channel's configuration and on the disk, so
 * that the command may be cut off anywhere and run again.
 */
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import { withAuthority, withAuthorityAlone } from '@commonpoint/network/config/authority-intents';
import { readConfig } from '@commonpoint/network/config/carry-out';
import {
  authorityFolders,
  type AuthorityKind,
  authoritiesOf,
  forgetBefore,
  hasAuthorityKey,
  isAuthorityChanging,
  prepareAuthority,
  takeOver,
} from '@commonpoint/network/identities/authority-change';
import type { Organization } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import type { Machine } from './machine.js';
import { rotate } from './rotate.js';

export interface ChangingAuthority {
  readonly machine: Machine;
  readonly organization: Organization;
  readonly kind: AuthorityKind;
}

/** @throws Complaint */
export async function changeAuthority(changing: ChangingAuthority): Promise<void> {
  const { machine, organization, kind } = changing;
  const { dataDir, say } = machine;
  const { mspId, name, slug } = organization;
  const folders = authorityFolders(dataDir, organization, kind);
  const of = kind === 'ca' ? 'signs' : 'connects';
  if (!hasAuthorityKey(folders) && !isAuthorityChanging(folders)) {
    throw new Complaint(`the key of ${name}'s authority is not here: it is another program's to replace it.`);
  }
  const apply = async (what: 'with' | 'alone', certPem: string): Promise<void> => {
    const config = await present(changing);
    const make = what === 'with' ? withAuthority : withAuthorityAlone;
    await machine.decide(`authority-${slug}`, [make(config, mspId, kind, certPem)]);
  };
  const [issuing = ''] = authoritiesOf(folders);
  const isTaken = isAuthorityChanging(folders) && authoritiesOf(folders).length > 1;
  const next = isTaken ? issuing : await prepareAuthority(folders, organization);
  await apply('with', next);
  say(`the channel believes both authorities by which ${name} ${of}`);
  const since = takeOver(folders, organization, dataDir, kind);
  await machine.renewWallet(organization);
  // Orderers keep what they believed when they first called each other.
  if (kind === 'tlsca') await machine.startOthersAgain(organization, since);
  await rotate({ machine, of: [organization], days: 0, newKeys: true });
  await apply('alone', next);
  forgetBefore(folders, organization, dataDir, kind);
  await machine.renewWallet(organization);
  say(`${name} ${of} by its new authority alone`);
}

async function present({ machine, organization }: ChangingAuthority) {
  const connection = connectPeer(organization, machine.dataDir);
  try {
    return await readConfig(connection, machine.topology.channel);
  } finally {
    connection.close();
  }
}
