/** The gateway's configuration file: one JSON object, checked before anything starts. */
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { mspId, positiveAmount } from '@commonpoint/catalogue';
import { ConfigError } from './config-error.js';
import { signInConfig, tokenConfig } from './sign-in/token-config.js';
import { isRange } from './webhooks/reachable-addresses.js';

const absolutePath = z.string().refine(isAbsolute, 'must be an absolute path');
const port = z.int().min(0).max(65_535);

const peerAddress = z.strictObject({
  endpoint: z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port'),
  /** The name in the peer's TLS certificate, where it is not the endpoint's host. */
  hostname: z.string().min(1),
  tlsRootCertPath: absolutePath,
});

export const gatewayConfig = z.strictObject({
  /** The organisation's slug, as in `organizations/` and in client ids. */
  organization: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a slug such as harbor'),
  mspId,
  host: z.string().min(1).default('127.0.0.1'),
  port,
  channel: z.string().min(1),
  chaincode: z.string().min(1),
  peer: peerAddress,
  /** Further peers of the organisation, of which one is used while that one is lost. */
  otherPeers: z.array(peerAddress).optional(),
  /** A fabric-network file system wallet whose labels are role names. */
  walletPath: absolutePath,
  databasePath: absolutePath,
  apiKeysPath: absolutePath,
  /** What members' pseudonyms are made with: a secret that stays, and the secrets that erasures destroy, which the gateway writes anew. */
  pseudonymKeyPath: absolutePath,
  pseudonymTreePath: absolutePath,
  /** The secret behind spending codes. */
  spendingCodeKeyPath: absolutePath,
  /** The organisations that may endorse, this one among them if it is a merchant. */
  endorsers: z.array(mspId).min(1),
  /** The organisations that figures may be disclosed to. */
  auditors: z.array(mspId),
  /** Besides these, those whose peers count where more than half of all organisations have to endorse. */
  regulators: z.array(mspId).optional(),
  /** What cashiers may take back of what their own tills posted; absent, nothing. */
  cashierReversals: z
    .strictObject({
      /** How many points of one operation, in all. */
      amountMax: positiveAmount,
      /** For how long after the operation. */
      minutes: z.int().min(1).max(10_080),
    })
    .optional(),
  /** For how many days finished operations are kept, with who asked for them, their references and refusals. */
  operationsKeptDays: z.int().min(30).max(3_660).default(400),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Who asked for what, in `access.log` beside the database. */
  accessLog: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** A file with more bytes is put aside, and another one begun. */
      fileBytesMax: z
        .int()
        .min(1024)
        .default(64 * 1024 * 1024),
      /** How many files that were put aside are kept; older ones are removed. */
      filesKept: z.int().min(0).max(10_000).default(100),
    })
    .prefault({}),
  /** Tokens that are taken besides API keys; absent, none. */
  tokens: tokenConfig.optional(),
  /** How people sign in; absent, they do not. */
  signIn: signInConfig.optional(),
  webhooks: z
    .strictObject({
      /** Addresses and ranges that webhooks may lead to besides public ones, as `10.20.0.0/16`; of the own machine also without TLS. */
      allowedAddresses: z
        .array(z.string().refine(isRange, 'must be an address, or one and the length of its prefix'))
        .optional(),
    })
    .prefault({}),
  /** The ledger recomputed from every block of the own peer. */
  watch: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Whether own programmes that somebody forged are suspended at once. */
      suspendOnForgery: z.boolean().default(false),
    })
    .prefault({}),
  /** Blocks, transactions and keys to be looked up. */
  explorer: z
    .strictObject({
      enabled: z.boolean().default(true),
    })
    .prefault({}),
  /** Where spans of requests and transactions are sent, by OTLP over HTTP; absent, nowhere. */
  tracing: z
    .strictObject({
      endpoint: z.url({ protocol: /^https?$/ }),
      /** Such as what the collector knows the gateway by. */
      headers: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  limits: z
    .strictObject({
      /** The most bytes of a JSON body, and of one of a batch. */
      bodyBytesMax: z
        .int()
        .min(1024)
        .default(256 * 1024),
      batchBytesMax: z
        .int()
        .min(1024)
        .default(8 * 1024 * 1024),
      importBytesMax: z
        .int()
        .min(1024)
        .default(8 * 1024 ** 3),
      /** Requests of one client in a window; generous, a guard against loops and not a quota. */
      requestsMax: z.int().min(1).default(600_000),
      windowMs: z.int().min(1000).default(60_000),
      /** How long a client may take to send a request's head, and the whole of it (imports have no such end). */
      headMs: z.int().min(100).default(10_000),
      requestMs: z.int().min(100).default(60_000),
      /** How long a stop waits for requests under way. */
      drainMs: z.int().min(0).default(10_000),
    })
    .prefault({}),
});

export type GatewayConfig = z.infer<typeof gatewayConfig>;

export { ConfigError };

/** @throws ConfigError */
export function parseConfig(text: string, source: string): GatewayConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${source} is not JSON: ${(error as Error).message}`);
  }
  const parsed = gatewayConfig.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const missing = issue.code === 'invalid_type' && issue.input === undefined;
      return `  ${issue.path.join('.') || '(top level)'}: ${missing ? 'is required' : issue.message}`;
    });
    throw new ConfigError(`${source} is not a gateway configuration:\n${lines.join('\n')}`);
  }
  return parsed.data;
}

/** @throws ConfigError */
export function loadConfig(path: string): GatewayConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read the configuration ${path}: ${(error as Error).message}`);
  }
  return parseConfig(text, path);
}
