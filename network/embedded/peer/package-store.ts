/**
 * Chaincode packages that were installed on a peer.
 *
 * Fabric: a package is a tar.gz of metadata.json and code.tar.gz; its id is its label and the SHA-256 of its bytes. For
 * chaincode as a service the code is one file, connection.json, which says where the process listens; the builder fills
 * in variables. Reference: `core/chaincode/persistence/{persistence,chaincode_package}.go`, `ccaas_builder/`.
 * Left out: packages with code to build.
 */
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sha256, toHex } from '../wire/bytes.js';

export interface InstalledPackage {
  readonly packageId: string;
  readonly label: string;
  /** `host:port` at which the chaincode process listens. */
  readonly address: string;
}

/** The bytes are no package that can be used here. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
}

const EXTENSION = '.tar.gz';
const LABEL = /^[A-Za-z0-9]+([.+_-][A-Za-z0-9]+)*$/;

export class PackageStore {
  readonly #packages = new Map<string, InstalledPackage>();

  private constructor(
    private readonly folder: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /** `variables` are what the builder fills in, such as the chaincode process's address. */
  static async open(folder: string, variables: Readonly<Record<string, string>>): Promise<PackageStore> {
    await mkdir(folder, { recursive: true });
    const store = new PackageStore(folder, variables);
    for (const name of await readdir(folder)) {
      if (name.endsWith(EXTENSION)) await store.#reopen(join(folder, name));
    }
    return store;
  }

  find(packageId: string): InstalledPackage | undefined {
    return this.#packages.get(packageId);
  }

  list(): readonly InstalledPackage[] {
    return [...this.#packages.values()];
  }

  async read(packageId: string): Promise<Uint8Array> {
    return readFile(this.#path(packageId));
  }

  /** Throws PackageError, also when the package is there already. */
  async install(bytes: Uint8Array): Promise<InstalledPackage> {
    const found = readPackage(bytes, this.variables);
    if (this.#packages.has(found.packageId)) {
      throw new PackageError(`chaincode already successfully installed (package ID '${found.packageId}')`);
    }
    const path = this.#path(found.packageId);
    const file = await open(`${path}.partial`, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.partial`, path);
    return this.#remember(bytes);
  }

  /** What is no package any more is as good as not installed; whoever brings the channel up installs it again. */
  async #reopen(path: string): Promise<void> {
    const bytes = await readFile(path);
    try {
      if (this.#path(readPackage(bytes, this.variables).packageId) === path) this.#remember(bytes);
    } catch (error) {
      if (!(error instanceof PackageError)) throw error;
    }
  }

  #remember(bytes: Uint8Array): InstalledPackage {
    const found = readPackage(bytes, this.variables);
    this.#packages.set(found.packageId, found);
    return found;
  }

  #path(packageId: string): string {
    return join(this.folder, `${packageId.replace(':', '.')}${EXTENSION}`);
  }
}

function readPackage(bytes: Uint8Array, variables: Readonly<Record<string, string>>): InstalledPackage {
  try {
    const outer = readTarGz(bytes);
    const metadata = parseEntry(outer, 'metadata.json') as { type?: string; label?: string };
    if (metadata.type !== 'ccaas') throw new PackageError(`chaincode type '${metadata.type}' is not ccaas`);
    const label = metadata.label ?? '';
    if (!LABEL.test(label)) throw new PackageError(`invalid label '${label}'`);
    const code = outer.get('code.tar.gz');
    if (!code) throw new PackageError('did not find a code package inside the package');
    const connection = parseEntry(readTarGz(code), 'connection.json') as { address?: string };
    const address = (connection.address ?? '').replace(/\{\{\.(\w+)\}\}/g, (_, name: string) => variables[name] ?? '');
    if (!/^[^:]+:\d+$/.test(address)) throw new PackageError(`connection.json has the address '${address}'`);
    return { packageId: `${label}:${toHex(sha256(bytes))}`, label, address };
  } catch (error) {
    throw new PackageError(`could not parse as a chaincode install package: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function parseEntry(entries: ReadonlyMap<string, Buffer>, name: string): unknown {
  const entry = entries.get(name);
  if (!entry) throw new PackageError(`did not find ${name} inside the package`);
  return JSON.parse(entry.toString('utf8'));
}

/** Regular files of a gzipped POSIX tar archive. */
function readTarGz(bytes: Uint8Array): Map<string, Buffer> {
  const tar = gunzipSync(bytes);
  const entries = new Map<string, Buffer>();
  for (let offset = 0; offset + 512 <= tar.length;) {
    const header = tar.subarray(offset, offset + 512);
    const name = header.toString('utf8', 0, 100).replace(/\0.*$/s, '').replace(/^\.\//, '');
    if (name === '') break;
    const size = Number.parseInt(header.toString('latin1', 124, 136).replace(/[\0 ]/g, ''), 8);
    const type = header[156];
    if (type === 0 || type === 0x30) entries.set(name, tar.subarray(offset + 512, offset + 512 + size));
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}
