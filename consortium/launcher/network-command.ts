/** What `npm run network` does with the channel of a running consortium whose organisations are all on this machine. */
import { parseArgs } from 'node:util';
import type { Organization } from '@commonpoint/network/topology';
import { intentUsage, takeIntent } from '../steward/intent-argument.js';
import { applyTogether } from '../steward/apply-together.js';
import { revoke } from '../steward/revoke.js';
import { followUntilEnded } from '../steward/follow-decisions.js';
import { notedPlan } from '../steward/noted-plans.js';
import { Steward } from '../steward/steward.js';
import { runStewardCommand } from '../steward/steward-command.js';
import { Complaint } from '../terminal/complaint.js';
import { addOrganization } from './add-organization.js';
import { changeAuthority } from './change-authority.js';
import { knownTopology, organizationsNamed } from './data-folder.js';
import { daysIn } from './days.js';
import { removeOrganization } from './remove-organization.js';
import { comparePeers } from './compare-peers.js';
import { consortiumMachine } from './machine.js';
import { backUpOrganization } from './organization-backup.js';
import { replaceOrderer } from './replace-orderer.js';
import { restartNodes } from './restart-nodes.js';
import { restoreOrganization, verifyOrganization } from './restore-organization.js';
import { rotate } from './rotate.js';
import { upgradeChaincode } from './upgrade-chaincode.js';

export const networkUsage = `Usage: npm run network -- COMMAND INTENT
  plan INTENT         what it would change of the channel's configuration, and the hash that members decide on
  apply INTENT        carries it out: signed by the organisations' administrators, sent to all orderers, proven by a peer
  sign INTENT         one organisation's signature alone, to be written into a file
  post INTENT         the same, onto the ledger: stewards that run take it up
  steward             signs by itself what members decided on and somebody posted, and sends it, until it is ended
  send INTENT FILE…   sends what one organisation and those of the files have signed
  add-org FILE        has an organisation join what runs: vote, peer, orderer, chaincode, gateway; FILE is what consortium.json
                      says of one, such as {"slug":"fresh","name":"Fresh","mspId":"FreshMSP","kind":"merchant"}
  remove-org SLUG     has an organisation leave what runs: vote, chaincode, orderer, channel, and its nodes end; refused while it owes
                      something, unless --gone says that it does not come back; --successor SLUG serves its accounts
  rotate --due DAYS   renews certificates that end within so many days (30d), with the keys they have, one node at a time; with
                      --new-key with new ones, of orderers by a decision; what was taken back always gets a new one
  new-authority KIND  has another authority take the place of an organisation's (--by): ca for those who sign, tlsca for
                      connections; the channel believes both, all is issued anew, the old one goes
  replace-orderer     has another orderer take the place of an organisation's (--by), under another number and with other keys
  revoke CERTIFICATE  takes a certificate back, by the word of the organisation (--by) alone: a role's, such as cashier, or a file's;
                      or what a list of revoked certificates says that its authority made
  upgrade FOLDER      has another code take the chaincode's place while all work: beside it, decided on by its digest, approved by
                      all; with the folder of the one before, back again
  restart-nodes       starts nodes of Fabric's own programs again, orderers first, one at a time, each when the one before has what others
                      have: so other programs take their place that stand where FABRIC_BIN leads
  backup FOLDER       copies what an organisation (--by) cannot get back from others: keys, gateway, one of its two peers; all goes on
  restore FOLDER      puts back what of it is missing, while nothing runs; --verify says whether the backup is whole, and changes nothing
  compare [BLOCK]     whether all peers have the same chain and the same state at a block, the newest that all have unless given
    --by LIST         the organisations that sign, or whose certificates are renewed, such as harbor,citypark,greenmart; all of them unless given
${intentUsage}`;

type Say = (line: string) => void;

/** Runs a command; each line that is told goes to `say`. @throws Complaint */
export async function runNetworkCommand(args: readonly string[], dataDir: string, say: Say): Promise<void> {
  const { values, positionals } = parsed(args);
  const [command = '', ...rest] = positionals;
  if (command === 'add-org' && rest.length === 1) return addOrganization(rest[0]!, { dataDir, by: values.by, say });
  if (command === 'remove-org' && rest.length === 1) {
    const { by, successor, gone: isGone } = values;
    return removeOrganization(rest[0]!, { dataDir, by, successor, isGone, say });
  }
  if (command === 'upgrade' && rest.length === 1) {
    return upgradeChaincode(rest[0]!, { dataDir, say }).catch(complain);
  }
  const topology = knownTopology(dataDir);
  if (command === 'compare' && /^\d*$/.test(rest.join(' '))) {
    return comparePeers(topology, dataDir, rest[0] === undefined ? undefined : Number(rest[0]), say);
  }
  const machine = consortiumMachine({ topology, dataDir, say });
  const signers = organizationsNamed(topology.organizations, values.by);
  if (command === 'rotate' && rest.length === 0) {
    const newKeys = values['new-key'] ?? false;
    return rotate({ machine, of: signers, days: daysIn(values.due), newKeys }).catch(complain);
  }
  const open = (organization: Organization): Steward => new Steward(topology, organization, dataDir, say);
  if (command === 'steward' && rest.length === 0) {
    return followUntilEnded(signers.map(open), say, (planHash) => notedPlan(dataDir, planHash));
  }
  const only = (whose: string): Organization => {
    if (signers.length !== 1) throw new Complaint(`--by names the one organisation whose ${whose} it is`, 2);
    return signers[0]!;
  };
  const [kind] = rest;
  if (command === 'backup' && rest.length === 1) {
    const { peer } = await backUpOrganization(rest[0]!, { machine, organization: only('backup') }).catch(complain);
    return say(`${rest[0]} is made: ${peer.hostname} at block ${peer.block} (${peer.hash})`);
  }
  if (command === 'restore' && rest.length === 1) {
    const restore = values.verify === true ? verifyOrganization : restoreOrganization;
    await restore(rest[0]!, { machine }).catch(complain);
    return;
  }
  if (command === 'new-authority' && rest.length === 1 && (kind === 'ca' || kind === 'tlsca')) {
    return changeAuthority({ machine, organization: only('authority'), kind }).catch(complain);
  }
  if (command === 'restart-nodes' && rest.length === 0) {
    return restartNodes(machine, signers).catch(complain);
  }
  if (command === 'replace-orderer' && rest.length === 0) {
    return replaceOrderer({ machine, organization: only('orderer') }).catch(complain);
  }
  if (command === 'revoke' && rest.length === 1) {
    const organization = only('certificate');
    return revoke(rest[0]!, { organization, dataDir, open: () => open(organization), say });
  }
  const taken = command === 'apply' ? takeIntent(rest) : undefined;
  if (taken !== undefined && taken.rest.length === 0) {
    const stewards = signers.map(open);
    try {
      return await applyTogether(stewards, taken.wish, say);
    } catch (error) {
      throw error instanceof Complaint ? error : new Complaint((error as Error).message);
    } finally {
      for (const steward of stewards) steward.close();
    }
  }
  const steward = (): Steward => open(signers[0]!);
  if (!(await runStewardCommand(positionals, { steward, dataDir, say }))) throw new Complaint(networkUsage, 2);
}

/** In one sentence. @throws Complaint */
function complain(error: unknown): never {
  throw error instanceof Complaint ? error : new Complaint((error as Error).message);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        by: { type: 'string' },
        due: { type: 'string' },
        'new-key': { type: 'boolean' },
        verify: { type: 'boolean' },
        successor: { type: 'string' },
        gone: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Complaint(`${(error as Error).message}\n${networkUsage}`, 2);
  }
}
