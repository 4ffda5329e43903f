/** One consortium of containers under a project name of its own, and what Docker's command line does with it. */
import { type ChildProcess, execFile, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../consortium/launcher/repository.js';
import { eventually } from './eventually.js';

/** `docker compose`, or `docker-compose` where there is only that; the test command finds out. DOCKER_HOST is theirs. */
const [composeProgram = 'docker', ...composeArguments] = (process.env['COMPOSE_COMMAND'] || 'docker compose').split(
  ' ',
);

/** Whether the command is the older docker-compose 1.29, which does not know all that the specification has. */
export function isOlderCompose(): boolean {
  const { stdout } = spawnSync(composeProgram, [...composeArguments, 'version', '--short'], { encoding: 'utf8' });
  return stdout.trim().startsWith('1.');
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

export interface Container {
  readonly id: string;
  readonly service: string;
}

export interface ContainerState {
  /** `running`, `restarting`, `exited`, `paused` and others. */
  readonly status: string;
  readonly startedAt: string;
}

export class ComposeProject {
  readonly #arguments: readonly string[];
  readonly #guard: ChildProcess;

  /** `environment` has the values of the files' variables. */
  constructor(
    readonly name: string,
    files: readonly string[],
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    this.#arguments = [
      ...composeArguments,
      '--project-name',
      name,
      ...files.flatMap((file) => ['--file', resolve(repositoryRoot, file)]),
    ];
    // Whatever becomes of this process, by Ctrl-C or otherwise: the guard removes the containers when it is gone.
    const removal = process.env['KEEP_DATA'] === undefined ? ['down', '--volumes', '--timeout', '0'] : ['stop'];
    this.#guard = fork(join(__dirname, 'compose-guard.mjs'), [name, composeProgram, ...this.#arguments, ...removal], {
      execArgv: [],
      detached: true,
      cwd: repositoryRoot,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  async compose(...args: string[]): Promise<string> {
    return (await this.#run(composeProgram, [...this.#arguments, ...args])).stdout;
  }

  /** Started only; for a command that takes its time and is listened to. */
  spawn(...args: string[]): ChildProcess {
    return spawn(composeProgram, [...this.#arguments, ...args], {
      cwd: repositoryRoot,
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async docker(...args: string[]): Promise<string> {
    return (await this.#run('docker', args)).stdout;
  }

  /** All that a container has said. */
  async logs(id: string): Promise<string> {
    const { stdout, stderr } = await this.#run('docker', ['logs', id]);
    return stdout + stderr;
  }

  /** Containers of services, also those that do not run; not those of single commands. */
  async containers(isWanted: (service: string) => boolean): Promise<readonly Container[]> {
    const label = 'com.docker.compose';
    const output = await this.docker(
      ...['ps', '--all', '--no-trunc'],
      ...['--filter', `label=${label}.project=${this.name}`, '--filter', `label=${label}.oneoff=False`],
      ...['--format', `{{.ID}} {{.Label "${label}.service"}}`],
    );
    return output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' '))
      .map(([id = '', service = '']) => ({ id, service }))
      .filter(({ service }) => isWanted(service));
  }

  async states(containers: readonly Container[]): Promise<readonly ContainerState[]> {
    const ids = containers.map(({ id }) => id);
    const output = await this.docker('inspect', '--format', '{{.State.Status}} {{.State.StartedAt}}', ...ids);
    return output
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([status = '', startedAt = '']) => ({ status, startedAt }));
  }

  /** Asks until Docker says of all of them what is wanted. */
  async awaitStates(containers: readonly Container[], isWanted: (state: ContainerState, index: number) => boolean) {
    await eventually(
      () => this.states(containers),
      (states) => states.every(isWanted),
      { intervalMs: 50 },
    );
  }

  /** Removes containers, networks and volumes; with KEEP_DATA=1 it only stops the containers, and says their name. */
  async remove(): Promise<void> {
    if (process.env['KEEP_DATA'] !== undefined) process.stderr.write(`containers of project ${this.name} are kept\n`);
    const ended = once(this.#guard, 'exit');
    this.#guard.send('remove');
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error(`the containers of project ${this.name} could not be removed`);
  }

  #run(program: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    const options = {
      cwd: repositoryRoot,
      env: { ...process.env, ...this.environment },
      maxBuffer: MAX_OUTPUT_BYTES,
    };
    return promisify(execFile)(program, args, options);
  }
}
