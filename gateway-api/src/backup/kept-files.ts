/**
 * What a gateway has on disk and cannot be without: by its name in a backup, where it is. What is read again from the ledger by
 * itself (`watch.db`) is not among it, nor what is rotated away (`access.log`).
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GatewayConfig } from '../config.js';
import { webhooksPathBeside } from '../webhooks/webhook-store.js';
import { migrationsPathBeside } from '../store/snapshot-store.js';
import { detailsPathBeside } from '../store/detail-store.js';

export interface KeptFile {
  /** In the backup, with slashes. */
  readonly name: string;
  readonly path: string;
  /** A database is copied while it is written; other files are replaced whole, never written in place. */
  readonly isDatabase: boolean;
}

export const DATABASE = 'gateway.db';

export type GatewayFiles = Pick<
  GatewayConfig,
  | 'organization'
  | 'mspId'
  | 'channel'
  | 'databasePath'
  | 'apiKeysPath'
  | 'pseudonymKeyPath'
  | 'pseudonymTreePath'
  | 'spendingCodeKeyPath'
  | 'walletPath'
> & { readonly configPath: string };

/** Where the files of imports under work are. */
export const spoolFolderOf = ({ databasePath }: Pick<GatewayConfig, 'databasePath'>): string =>
  join(dirname(databasePath), 'imports');

/** The databases, which are copied first: what they tell of must be found in the other files. */
export function databasesOf({ databasePath }: GatewayFiles): readonly KeptFile[] {
  return [
    { name: DATABASE, path: databasePath, isDatabase: true },
    { name: 'gateway-details.db', path: detailsPathBeside(databasePath), isDatabase: true },
    { name: 'gateway-webhooks.db', path: webhooksPathBeside(databasePath), isDatabase: true },
    { name: 'gateway-migrations.db', path: migrationsPathBeside(databasePath), isDatabase: true },
  ];
}

/** All files but databases and imports, whether they are there or not. */
export function plainFilesOf(config: GatewayFiles): readonly KeptFile[] {
  const file = (name: string, path: string): KeptFile => ({ name, path, isDatabase: false });
  return [
    file('pseudonym.key', config.pseudonymKeyPath),
    file('pseudonym.key.sha256', `${config.pseudonymKeyPath}.sha256`),
    file('pseudonym.tree', config.pseudonymTreePath),
    file('pseudonym.tree.id', `${config.pseudonymTreePath}.id`),
    file('spending-code.key', config.spendingCodeKeyPath),
    file('spending-code.key.sha256', `${config.spendingCodeKeyPath}.sha256`),
    file('config.json', config.configPath),
    file('api-keys.json', config.apiKeysPath),
    file('key-uses.json', join(dirname(config.databasePath), 'key-uses.json')),
    ...walletFiles(config.walletPath).map((name) => file(`wallet/${name}`, join(config.walletPath, name))),
  ];
}

/** Where a file of a backup belongs; undefined for one that this gateway does not have. */
export function placeOf(name: string, config: GatewayFiles): string | undefined {
  const known = [...databasesOf(config), ...plainFilesOf(config)].find((each) => each.name === name);
  if (known !== undefined) return known.path;
  const [folder, file, ...deeper] = name.split('/');
  if (file === undefined || deeper.length > 0 || !/^[\w][\w.-]*$/.test(file)) return undefined;
  if (folder === 'wallet') return join(config.walletPath, file);
  return folder === 'imports' ? join(spoolFolderOf(config), file) : undefined;
}

function walletFiles(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.id')) : [];
}
