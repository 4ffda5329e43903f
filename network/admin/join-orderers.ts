/** Orderers join the channel. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { organizationPaths } from '../identities/organization-paths.js';
import type { Organization, Topology } from '../topology.js';
import { retry } from './retry.js';

/**
 * Joins every orderer to the channel through its channel participation interface, as `osnadmin channel join` does:
 * REST over mutual TLS, the organisation's administrator being the client. An orderer that has joined is left alone.
 *
 * @param configBlock the channel's first one, or the newest: who was given another certificate since is in that alone
 * @param mayFollow in a channel that has begun an orderer may be on its way in or out; where all begin, each has to order
 */
export async function joinOrderers(
  topology: Topology,
  dataDir: string,
  configBlock: Uint8Array,
  { mayFollow = false }: { readonly mayFollow?: boolean } = {},
): Promise<void> {
  await Promise.all(
    topology.organizations.map((organization) =>
      // The administration port opens a moment after the orderer reports that it is healthy.
      retry({ what: `join the orderer of ${organization.name}`, intervalMs: 50, isFinal }, () =>
        joinOrderer(organization, topology.channel, dataDir, configBlock).then((joined) => {
          if (!mayFollow) checkConsenter(organization, joined);
        }),
      ),
    ),
  );
}

/** What an orderer says about its part in the channel. */
export interface ChannelParticipation {
  readonly name: string;
  readonly status: string;
  readonly consensusRelation: string;
  readonly height: number;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The orderer has understood and says no: asking again will not help. */
class OrdererRefusal extends Error {}

function isFinal(error: unknown): boolean {
  return error instanceof OrdererRefusal;
}

const CHANNELS_PATH = '/participation/v1/channels';
const REQUEST_TIMEOUT_MS = 10_000;

/** The channel as the organisation's orderer sees it, or undefined when it has not joined. */
export async function ordererParticipation(
  organization: Organization,
  channel: string,
  dataDir: string,
): Promise<ChannelParticipation | undefined> {
  const answer = await call(organization, dataDir, 'GET', `${CHANNELS_PATH}/${channel}`);
  return answer.status === 200 ? (JSON.parse(answer.body) as ChannelParticipation) : undefined;
}

/**
 * Joins one orderer to the channel by its first block, or by a later configuration: then it follows until a configuration names it. One
 * that has joined is left alone.
 */
export async function joinOrderer(
  organization: Organization,
  channel: string,
  dataDir: string,
  configBlock: Uint8Array,
): Promise<ChannelParticipation | undefined> {
  const known = await ordererParticipation(organization, channel, dataDir);
  if (known !== undefined) return known;
  const boundary = `----commonpoint-${randomBytes(12).toString('hex')}`;
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\n` +
        `Content-Disposition: form-data; name="config-block"; filename="config.block"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    configBlock,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const answer = await call(organization, dataDir, 'POST', CHANNELS_PATH, {
    body,
    contentType: `multipart/form-data; boundary=${boundary}`,
  });
  switch (answer.status) {
    case 201:
      return JSON.parse(answer.body) as ChannelParticipation;
    case 405:
      return undefined; // Somebody else joined it meanwhile.
    case 400:
    case 403:
      throw new OrdererRefusal(`the orderer answers ${answer.status} ${answer.body}`);
    default:
      throw new Error(`the orderer answers ${answer.status} ${answer.body}`);
  }
}

/** A configuration block that does not list the orderer lets it join as a follower, and then nothing commits. */
function checkConsenter({ name }: Organization, joined: ChannelParticipation | undefined): void {
  if (joined !== undefined && joined.consensusRelation !== 'consenter') {
    throw new OrdererRefusal(`${name}'s orderer joined as ${joined.consensusRelation}, not as consenter`);
  }
}

async function call(
  organization: Organization,
  dataDir: string,
  method: 'GET' | 'POST',
  path: string,
  content?: { readonly body: Buffer; readonly contentType: string },
): Promise<Answer> {
  const paths = organizationPaths(dataDir, organization);
  const [ca, cert, key] = await Promise.all([
    readFile(paths.tlsCaCertPath),
    readFile(join(paths.adminTlsDir, 'client.crt')),
    readFile(join(paths.adminTlsDir, 'client.key')),
  ]);
  const { host, adminPort, hostname } = organization.orderer;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host,
        port: adminPort,
        servername: hostname,
        method,
        path,
        ca,
        cert,
        key,
        agent: false,
        timeout: REQUEST_TIMEOUT_MS,
        headers:
          content === undefined
            ? {}
            : { 'content-type': content.contentType, 'content-length': content.body.byteLength },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8').trim() }),
        );
        response.on('error', reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('the orderer does not answer')));
    outgoing.on('error', reject);
    outgoing.end(content?.body);
  });
}
