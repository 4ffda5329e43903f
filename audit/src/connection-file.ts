/** What an auditor needs to reach peers, as a file: nothing in it is secret but the key that it names. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export interface PeerAddress {
  readonly mspId: string;
  /** `host:port`. */
  readonly endpoint: string;
  /** The name in its certificate, where that is not the host. */
  readonly hostname?: string;
  readonly tlsRootCertPath: string;
}

export interface AuditConnection {
  readonly channel: string;
  readonly chaincode: string;
  /** Who asks: anybody that the channel lets read. */
  readonly identity: { readonly mspId: string; readonly certPath: string; readonly keyPath: string };
  /** The first one is read, the others are asked whether they have the same. */
  readonly peers: readonly [PeerAddress, ...PeerAddress[]];
  /** The channel's first block by its hash, as it was agreed on; printed if it is not given. */
  readonly firstBlock?: string;
}

export class ConnectionFileError extends Error {
  override name = 'ConnectionFileError';
}

/** Paths in it are relative to the file. @throws ConnectionFileError */
export function readConnectionFile(path: string): AuditConnection {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new ConnectionFileError(code === 'ENOENT' ? `${path} is not there` : `${path} cannot be read: ${message}`, {
      cause,
    });
  }
  return parseConnection(content, path);
}

function parseConnection(content: unknown, path: string): AuditConnection {
  const found = new Fields(content, path, '');
  const folder = dirname(path);
  const file = (fields: Fields, name: string): string => resolve(folder, fields.text(name));
  found.refuseUnknown('channel', 'chaincode', 'identity', 'peers', 'firstBlock');
  const identity = found.fields('identity');
  identity.refuseUnknown('mspId', 'certPath', 'keyPath');
  const [first, ...others] = found.list('peers').map((peer): PeerAddress => {
    peer.refuseUnknown('mspId', 'endpoint', 'hostname', 'tlsRootCertPath');
    const hostname = peer.optional('hostname');
    return {
      mspId: peer.text('mspId'),
      endpoint: peer.text('endpoint', /^[^\s/]+:\d{1,5}$/, 'host:port'),
      ...(hostname !== undefined && { hostname }),
      tlsRootCertPath: file(peer, 'tlsRootCertPath'),
    };
  });
  if (first === undefined) throw new ConnectionFileError(`${path}: /peers names no peer`);
  const firstBlock = found.optional('firstBlock', /^[0-9a-f]{64}$/i, 'a SHA-256 in hexadecimal');
  return {
    channel: found.text('channel'),
    chaincode: found.text('chaincode'),
    identity: {
      mspId: identity.text('mspId'),
      certPath: file(identity, 'certPath'),
      keyPath: file(identity, 'keyPath'),
    },
    peers: [first, ...others],
    ...(firstBlock !== undefined && { firstBlock }),
  };
}

/** One object of the file, with the pointer to it for what is wrong. */
class Fields {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(
    content: unknown,
    private readonly path: string,
    private readonly pointer: string,
  ) {
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      this.#refuse('', 'must be an object');
    this.#members = content as Readonly<Record<string, unknown>>;
  }

  refuseUnknown(...known: readonly string[]): void {
    const unknown = Object.keys(this.#members).find((name) => !known.includes(name));
    if (unknown !== undefined) this.#refuse(`/${unknown}`, `is unknown; there may be ${known.join(', ')}`);
  }

  optional(name: string, pattern?: RegExp, shape = ''): string | undefined {
    return this.#members[name] === undefined ? undefined : this.text(name, pattern, shape);
  }

  text(name: string, pattern = /\S/, shape = 'a text'): string {
    const value = this.#members[name];
    if (typeof value !== 'string' || !pattern.test(value)) this.#refuse(`/${name}`, `must be ${shape}`);
    return value;
  }

  fields(name: string): Fields {
    return new Fields(this.#members[name], this.path, `${this.pointer}/${name}`);
  }

  list(name: string): Fields[] {
    const value = this.#members[name];
    if (!Array.isArray(value)) this.#refuse(`/${name}`, 'must be a list');
    return (value as unknown[]).map((each, index) => new Fields(each, this.path, `${this.pointer}/${name}/${index}`));
  }

  #refuse(at: string, what: string): never {
    throw new ConnectionFileError(`${this.path}: ${this.pointer}${at} ${what}`);
  }
}
