/** What a member does with its own certificates, authorities and orderer: as `npm run network` does it, but for one, with its own keys. */
import { parseArgs } from 'node:util';
import { changeAuthority } from '../launcher/change-authority.js';
import { daysIn } from '../launcher/days.js';
import { backUpOrganization } from '../launcher/organization-backup.js';
import { replaceOrderer } from '../launcher/replace-orderer.js';
import { restoreOrganization, verifyOrganization } from '../launcher/restore-organization.js';
import { rotate } from '../launcher/rotate.js';
import { Complaint } from '../terminal/complaint.js';
import type { Member } from './member-steps.js';
import { ownMachine } from './own-machine.js';
import { upgrade } from './upgrade.js';

export const ownUsage =
  'rotate [--due 30d] [--new-key] | new-authority ca|tlsca [--others-started] | replace-orderer | upgrade FOLDER | ' +
  'backup FOLDER | restore FOLDER [--verify]';

type Say = (line: string) => void;

/** False when it is none of these. @throws Complaint */
export async function runOwnCommand(args: readonly string[], member: () => Member, say: Say): Promise<boolean> {
  const [command, ...rest] = args;
  if (!['rotate', 'new-authority', 'replace-orderer', 'upgrade', 'backup', 'restore'].includes(command ?? ''))
    return false;
  const { values, positionals } = parsed(rest);
  const own = member();
  const { organization } = own;
  const machine = ownMachine(own, { say, haveOthersStarted: values['others-started'] });
  const [kind] = positionals;
  if (command === 'rotate' && positionals.length === 0) {
    await rotate({ machine, of: [organization], days: daysIn(values.due), newKeys: values['new-key'] });
    return true;
  }
  if (command === 'new-authority' && positionals.length === 1 && (kind === 'ca' || kind === 'tlsca')) {
    await changeAuthority({ machine, organization, kind });
    return true;
  }
  if (command === 'replace-orderer' && positionals.length === 0) {
    await replaceOrderer({ machine, organization });
    return true;
  }
  if (command === 'upgrade' && positionals.length === 1) {
    await upgrade(positionals[0]!, own, say);
    return true;
  }
  const [folder] = positionals;
  if (command === 'backup' && folder !== undefined && positionals.length === 1) {
    const { peer } = await backUpOrganization(folder, { machine, organization });
    say(`${folder} is made: ${peer.hostname} at block ${peer.block} (${peer.hash})`);
    return true;
  }
  if (command === 'restore' && folder !== undefined && positionals.length === 1) {
    const restore = values.verify ? verifyOrganization : restoreOrganization;
    await restore(folder, { machine });
    return true;
  }
  throw new Complaint(`Usage: member ${ownUsage}`, 2);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        due: { type: 'string' },
        'new-key': { type: 'boolean', default: false },
        verify: { type: 'boolean', default: false },
        'others-started': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Complaint(`${(error as Error).message}\nUsage: member ${ownUsage}`, 2);
  }
}
