/** With which certificates and keys nodes were started, and when: a file of each says so to who renews them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { organizationPaths } from '../identities/organization-paths.js';
import type { Organization } from '../topology.js';

type NodeKind = 'peer' | 'orderer';

/** Written whenever the node with this host name is started. */
export function startedPath(dataDir: string, hostname: string): string {
  return join(dataDir, 'embedded', 'started', hostname);
}

/** Asks to have the node with this host name started again; removed when it was. */
export function startAgainPath(dataDir: string, hostname: string): string {
  return join(dataDir, 'embedded', 'start-again', hostname);
}

/** While this file exists, the peer with this host name does not run. */
export function heldPath(dataDir: string, hostname: string): string {
  return join(dataDir, 'embedded', 'held', hostname);
}

/** Of the process that all nodes share; it takes SIGHUP for having them looked at. */
export function networkPidPath(dataDir: string): string {
  return join(dataDir, 'embedded', 'pid');
}

export class NodesInUse {
  readonly #files = new Map<string, string>();

  constructor(private readonly dataDir: string) {}

  started(organization: Organization, kind: NodeKind): void {
    const { hostname } = organization[kind];
    this.#files.set(hostname, this.#filesOf(organization, kind));
    const path = startedPath(this.dataDir, hostname);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${Date.now()}\n`);
    rmSync(startAgainPath(this.dataDir, hostname), { force: true });
  }

  /** It runs no more. */
  ended(organization: Organization, kind: NodeKind): void {
    const { hostname } = organization[kind];
    this.#files.delete(hostname);
    rmSync(startedPath(this.dataDir, hostname), { force: true });
  }

  isHeld({ peer: { hostname } }: Organization): boolean {
    return existsSync(heldPath(this.dataDir, hostname));
  }

  runs({ peer: { hostname } }: Organization): boolean {
    return this.#files.has(hostname);
  }

  /** Also of one that does not run; false where somebody asks to have it started again. */
  isAsStarted(organization: Organization, kind: NodeKind): boolean {
    const { hostname } = organization[kind];
    if (existsSync(startAgainPath(this.dataDir, hostname))) return false;
    const known = this.#files.get(hostname);
    return known === undefined || known === this.#filesOf(organization, kind);
  }

  #filesOf(organization: Organization, kind: NodeKind): string {
    const paths = organizationPaths(this.dataDir, organization);
    const [mspDir, tlsDir] =
      kind === 'peer' ? [paths.peerMspDir, paths.peerTlsDir] : [paths.ordererMspDir, paths.ordererTlsDir];
    const folders = [...['signcerts', 'keystore', 'cacerts'].map((name) => join(mspDir, name)), tlsDir];
    const digest = createHash('sha256');
    for (const folder of folders) {
      for (const name of readdirSync(folder).sort()) digest.update(name).update(readFileSync(join(folder, name)));
    }
    return digest.digest('hex');
  }
}
