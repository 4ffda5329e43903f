/**
 * Another authority takes the place of an organisation's: for those who sign, or for connections. The channel knows both, everything is issued
 * anew by the new one, and then the channel does without the old one. Each step is seen in the channel's configuration and on the disk, so
 * that the command may be cut off anywhere and run again.
 */
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { awaitCaughtUp } from '@commonpoint/network/admin/await-caught-up';
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
import { type Organization, type Topology, withEachPeer } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import { decideAndApply } from './decide-and-apply.js';
import { awaitOrderer, rotate, useWallet } from './rotate.js';
import { startAgain } from './start-again.js';

export interface ChangingAuthority {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly organization: Organization;
  readonly kind: AuthorityKind;
  readonly say: (line: string) => void;
}

/** @throws Complaint */
export async function changeAuthority(changing: ChangingAuthority): Promise<void> {
  const { topology, dataDir, organization, kind, say } = changing;
  const { mspId, name, slug } = organization;
  const folders = authorityFolders(dataDir, organization, kind);
  const of = kind === 'ca' ? 'signs' : 'connects';
  if (!hasAuthorityKey(folders) && !isAuthorityChanging(folders)) {
    throw new Complaint(`the key of ${name}'s authority is not here: it is another program's to replace it.`);
  }
  const apply = async (what: 'with' | 'alone', certPem: string): Promise<void> => {
    const config = await present(changing);
    const make = what === 'with' ? withAuthority : withAuthorityAlone;
    await decideAndApply({ topology, dataDir, say, name: `authority-${slug}` }, [make(config, mspId, kind, certPem)]);
  };
  const [issuing = ''] = authoritiesOf(folders);
  const isTaken = isAuthorityChanging(folders) && authoritiesOf(folders).length > 1;
  const next = isTaken ? issuing : await prepareAuthority(folders, organization);
  await apply('with', next);
  say(`the channel believes both authorities by which ${name} ${of}`);
  takeOver(folders, organization, dataDir, kind);
  await useWallet(organization, dataDir, say);
  // Orderers keep what they believed when they first called each other.
  if (kind === 'tlsca' && !isTaken) await startOthersAgain(changing);
  await rotate({ topology, dataDir, of: [organization], days: 0, newKeys: true, say });
  await apply('alone', next);
  forgetBefore(folders, organization, dataDir, kind);
  await useWallet(organization, dataDir, say);
  say(`${name} ${of} by its new authority alone`);
}

async function present({ topology, dataDir, organization }: ChangingAuthority) {
  const connection = connectPeer(organization, dataDir);
  try {
    return await readConfig(connection, topology.channel);
  } finally {
    connection.close();
  }
}

async function startOthersAgain({ topology, dataDir, organization, say }: ChangingAuthority): Promise<void> {
  const { kind } = readConnectionDescription(dataDir);
  if (kind !== 'native') return;
  const connections = withEachPeer(topology.organizations).map((each) => connectPeer(each, dataDir));
  try {
    for (const other of topology.organizations.filter((each) => each.mspId !== organization.mspId)) {
      const { orderer } = other;
      await startAgain({ kind, dataDir, say }, 'orderer', orderer, async () => {
        await awaitOrderer(connections[0]!, topology, `${orderer.host}:${orderer.port}`);
        await awaitCaughtUp(connections, topology.channel, say);
      });
    }
  } finally {
    for (const connection of connections) connection.close();
  }
}
