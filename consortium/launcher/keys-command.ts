/** `keys create | list | revoke`: the API keys of one gateway. */
import { roles, type Role } from '@commonpoint/catalogue';
import { parseArgs } from 'node:util';
import { tableLines } from '../terminal/print.js';
import { Complaint } from '../terminal/complaint.js';
import { changeApiKeys, readApiKeys, readKeyUses, roleKeyId, withNewKey, withoutKey } from './api-key-file.js';

/** Whose keys they are, and where. */
export interface KeysOf {
  readonly slug: string;
  readonly roles: readonly string[];
  /** The gateway's own folder. */
  readonly folder: string;
  /** What stands in for a key that a start made has to go too, or the next start would be handed a key that opens nothing. */
  readonly forget: (role: string) => Promise<void>;
}

const usage = [
  'Usage: keys create --role ROLE --name NAME   makes a key for the client NAME, such as till-4, and shows it once',
  '       keys list                             all keys, with their last use',
  '       keys revoke --id ID                   ends a key, for good',
].join('\n');

/** @throws Complaint */
export async function runKeys(args: readonly string[], { slug, folder, ...of }: KeysOf): Promise<readonly string[]> {
  const [command, ...rest] = args;
  const now = new Date().toISOString();
  switch (command) {
    case 'create': {
      const { role, name } = optionsOf(rest, ['role', 'name']);
      if (!of.roles.includes(role) || !(roles as readonly string[]).includes(role))
        throw new Complaint(`${slug} has no role ${role}, but ${of.roles.join(', ')}.`, 2);
      const order = { slug, role: role as Role, name, now };
      const { id, key } = await changeApiKeys(folder, (entries) => withNewKey(entries, order));
      return [`Key ${id} of ${name}, role ${role}. It is shown this once, and kept nowhere:`, key];
    }
    case 'list':
      optionsOf(rest, []);
      return listed(folder);
    case 'revoke': {
      const { id } = optionsOf(rest, ['id']);
      const { role, revokedAt } = await changeApiKeys(folder, (entries) => withoutKey(entries, id, now));
      if (id === roleKeyId(slug, role)) await of.forget(role);
      return [`Key ${id} is revoked since ${revokedAt}; the gateway takes it no longer within a second.`];
    }
    default:
      throw new Complaint(usage, 2);
  }
}

/** All of them, or the usage. */
function optionsOf<Name extends string>(args: readonly string[], names: readonly Name[]): Record<Name, string> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ args: [...args], options, strict: true });
    if (names.some((name) => typeof values[name] !== 'string')) throw new Error('something is missing');
    return values as Record<Name, string>;
  } catch (error) {
    throw new Complaint(`${(error as Error).message}\n${usage}`, 2);
  }
}

function listed(folder: string): readonly string[] {
  const uses = readKeyUses(folder);
  return tableLines(
    ['id', 'client', 'role', 'created', 'last use', 'revoked'],
    readApiKeys(folder).map(({ id, client = id, role, createdAt = '', revokedAt = '' }) => [
      id,
      client,
      role,
      createdAt,
      uses[id] ?? '',
      revokedAt,
    ]),
  );
}
