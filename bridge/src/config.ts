/** What a bridge is told by its file. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

/** The file, or what it names, is not as it has to be: for the terminal, without a stack. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const path = z.string().min(1);
const table = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/,
    'must be a table’s name in lower case, with or without a schema',
  );

const statement = z
  .string()
  .min(1)
  .max(4_000)
  .regex(/:member\b/, 'must name :member')
  .regex(/:points\b/, 'must name :points')
  .refine((sql) => !sql.includes(';'), 'must be one statement, without a semicolon');

const sides = {
  outbox: table.default('commonpoint_outbox'),
  /** Takes `:points` from `:member`, and changes exactly one row if it does. */
  debit: statement,
  /** Gives `:points` to `:member`. */
  credit: statement,
};

export const bridgeConfig = z.strictObject({
  programId: z.string().regex(/^[a-z][a-z0-9-]{1,63}$/),
  bridgeId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,15}$/),
  gateway: z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    /** A file with the API key; its role is `bridge`. */
    apiKeyFile: path,
  }),
  legacy: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('postgres'),
      /** A file with the connection's URL, since that has a password in it. */
      urlFile: path,
      statementTimeoutMs: z.int().min(100).max(600_000).default(10_000),
      ...sides,
    }),
    z.strictObject({ kind: z.literal('sqlite'), path, ...sides }),
  ]),
  /** What the bridge seals rows with; made when it is not there. */
  sealKeyFile: path,
  /** How long it rests when there was nothing to do. */
  pollMs: z.int().min(10).max(3_600_000).default(1_000),
  /** How many rows are under way at once. */
  concurrency: z.int().min(1).max(500).default(50),
  /** How long points on their way out are held, before they go back by themselves. */
  holdSeconds: z.int().min(60).max(2_678_400).default(86_400),
  /** Where its metrics are; nowhere if absent. */
  metrics: z.strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535) }).optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

type Parsed = z.infer<typeof bridgeConfig>;
export type BridgeConfig = Parsed & { readonly apiKey: string; readonly legacyUrl: string; readonly sealKey: Buffer };

/** Paths in it are from the file's own folder. @throws ConfigError */
export function readConfig(file: string): BridgeConfig {
  const parsed = bridgeConfig.safeParse(readJson(file));
  if (!parsed.success) throw new ConfigError(`${file} is no bridge's configuration:\n${z.prettifyError(parsed.error)}`);
  const from = (name: string): string => resolve(dirname(file), name);
  const config = parsed.data;
  const { legacy } = config;
  return {
    ...config,
    apiKey: readSecret(from(config.gateway.apiKeyFile), 'the API key'),
    legacyUrl: legacy.kind === 'sqlite' ? from(legacy.path) : readSecret(from(legacy.urlFile), 'the database’s URL'),
    sealKey: sealKeyAt(from(config.sealKeyFile)),
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`cannot read ${file}: ${(error as Error).message}`);
  }
}

function readSecret(file: string, what: string): string {
  if (!existsSync(file)) throw new ConfigError(`${what} is to be in ${file}, which there is not`);
  const text = readFileSync(file, 'utf8').trim();
  if (text === '') throw new ConfigError(`${what} is to be in ${file}, which is empty`);
  return text;
}

/** @throws ConfigError if others can read it */
function sealKeyAt(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  const text = readSecret(file, 'the seal key');
  if (!/^[0-9a-f]{64}$/.test(text)) throw new ConfigError(`${file} holds no seal key: 64 lower-case hex digits`);
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new ConfigError(`${file} can be read by others: chmod 600 it`);
  return Buffer.from(text, 'hex');
}

/** One SELECT, without a semicolon. @throws ConfigError */
export function readQuery(file: string): string {
  const sql = readSecret(file, 'the query').replace(/;$/, '');
  if (!/^(select|with)\b/i.test(sql) || sql.includes(';')) throw new ConfigError(`${file} is to hold one SELECT`);
  return sql;
}
