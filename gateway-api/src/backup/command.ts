/** `backup make | verify | restore`: one gateway's backups. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../config.js';
import { Misassembled } from '../store/origin.js';
import { makeBackup } from './make-backup.js';
import { BackupError, type Manifest } from './manifest.js';
import { restoreBackup } from './restore-backup.js';
import { verifyBackup } from './verify-backup.js';

const backupUsage = [
  'Usage: backup make FOLDER                           copies what the gateway cannot be without, while it runs',
  '       backup verify FOLDER                         says whether a backup is whole, and changes nothing',
  '       backup restore FOLDER [--replace-databases]  puts back what is missing, or the databases too; the gateway must not run',
].join('\n');

/** Says what came of it; the exit code: 1 where something is wrong with a backup or in its way, 2 where the command was. */
export async function backupCommand(args: readonly string[], configPath: string): Promise<number> {
  const asked = parsed(args);
  if (asked === undefined) {
    console.error(backupUsage);
    return 2;
  }
  try {
    // What is copied is for its owner alone.
    process.umask(0o077);
    for (const line of await done(asked, configPath)) console.log(line);
    return 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isSaid = [BackupError, Misassembled, ConfigError].some((kind) => error instanceof kind) || code !== undefined;
    console.error(isSaid ? (error as Error).message : error);
    return 1;
  }
}

async function done({ verb, folder, replaceDatabases }: Asked, configPath: string): Promise<readonly string[]> {
  if (verb === 'verify') return [`${folder} is whole: ${said(verifyBackup(folder))}.`];
  // Of a gateway that has lost everything, the configuration is in the backup too.
  const isLost = verb === 'restore' && !existsSync(configPath);
  const config = { ...loadConfig(isLost ? join(folder, 'config.json') : configPath), configPath };
  if (verb === 'make') return [`${folder} is made: ${said(await makeBackup(config, folder))}.`];
  const { manifest, restored, kept, aside } = restoreBackup(config, folder, { replaceDatabases });
  return [
    `${folder}: ${said(manifest)}.`,
    ...restored.map((name) => `  put back  ${name}`),
    ...kept.map((name) => `  kept      ${name}, which was there`),
    ...aside.map((path) => `  put aside ${path}`),
    `At its next start the gateway reads what came after block ${manifest.ledger.block} from the ledger.`,
  ];
}

function said({ madeAt, organization, ledger, files }: Manifest): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return `${organization} at block ${ledger.block}, ${madeAt}, ${files.length} files, ${bytes} bytes`;
}

interface Asked {
  readonly verb: 'make' | 'verify' | 'restore';
  readonly folder: string;
  readonly replaceDatabases: boolean;
}

/** Undefined where it makes no sense. */
function parsed(args: readonly string[]): Asked | undefined {
  try {
    const options = { 'replace-databases': { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    const [verb, folder, ...more] = positionals;
    const replaceDatabases = values['replace-databases'];
    if (folder === undefined || more.length > 0 || (replaceDatabases && verb !== 'restore')) return undefined;
    if (verb !== 'make' && verb !== 'verify' && verb !== 'restore') return undefined;
    return { verb, folder: resolve(folder), replaceDatabases };
  } catch {
    return undefined;
  }
}
