/** A program that is looked after: its log, whether it is ready, and that it is started again when it dies. */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginLog, keepLogSmall } from '@commonpoint/network/log-file';
import { START_AGAIN } from '@commonpoint/network/process';
import { engineOptions } from './engine-options.js';
import { repositoryRoot } from './repository.js';

/** A program to run and look after. */
export interface ProgramSpec {
  /** Also the name of its log file. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly execArgs?: readonly string[];
  readonly workingDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly logPath: string;
  /** Whether it tells `{type: 'ready'}`; one that does not counts as ready when it was started. */
  readonly tellsReady: boolean;
  /** What happens when it ends by itself. */
  readonly whenItEnds: 'restart' | 'give-up';
  /** How long it may take to end after SIGTERM before it is killed. */
  readonly stopTimeoutMs?: number;
  /** How long it may tell nothing on its way to `ready`, a minute unless given; `{mayTakeMs}` adds to it until it tells of something else. */
  readonly silentMs?: number;
}

export interface ProcessEvents {
  /** It ended by itself and will be started again after `delayMs`. */
  restarting(name: string, how: string, delayMs: number): void;
  restarted(name: string): void;
  /** It ended by itself and everything must end. */
  lost(name: string, how: string): void;
}

/** The delays between restarts; one that ran for a while is started again at once the next time. */
const restartDelaysMs = [100, 500, 1_000, 2_000, 5_000];
const STABLE_AFTER_MS = 10_000;
const SILENT_MS = 60_000;
/** A program's exit code when something is wrong that it cannot mend; its last line says what. */
const TO_BE_PUT_RIGHT = 2;

/** Compiled once, a program starts in half the time; several of them share most of their packages. */
const compileCacheDir = join(repositoryRoot, 'node_modules', '.cache', 'node-compile');

/** A child process with its log, its readiness, and what is done when it dies. */
export class SupervisedProcess {
  #child: ChildProcess | undefined;
  #stopping = false;
  #failures = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #log: { stop(): void } | undefined;
  readonly #milestones = new Map<string, PromiseWithResolvers<undefined>>();

  constructor(
    readonly spec: ProgramSpec,
    private readonly events: ProcessEvents,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it; resolves when it is ready. A process that ends before that is not started again. */
  async start(): Promise<void> {
    this.#stopping = false;
    this.#failures = 0;
    beginLog(this.spec.logPath);
    this.#log ??= keepLogSmall(this.spec.logPath);
    await this.#launch('first').catch((error: unknown) => {
      for (const { reject } of this.#milestones.values()) reject(error);
      throw error;
    });
  }

  #milestone(type: string): PromiseWithResolvers<undefined> {
    const known = this.#milestones.get(type);
    if (known !== undefined) return known;
    const made = Promise.withResolvers<undefined>();
    // Nobody may be waiting yet when it fails.
    made.promise.catch(() => undefined);
    this.#milestones.set(type, made);
    return made;
  }

  /** Resolves when it has told `{type}` on its way to `ready`, and rejects as `start` does. */
  reached(type: string): Promise<undefined> {
    return this.#milestone(type).promise;
  }

  /** Nobody is told while it does not run. */
  send(message: object): void {
    this.#child?.send(message, () => undefined);
  }

  /** Ends it; resolves when it is gone. It may be started again. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut would, and does not start it again. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restartTimer);
    this.#log?.stop();
    this.#log = undefined;
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const killer = setTimeout(() => child.kill('SIGKILL'), this.spec.stopTimeoutMs ?? 10_000);
      child.once('exit', () => {
        clearTimeout(killer);
        resolve();
      });
      child.kill(signal);
    });
  }

  async #launch(run: 'first' | 'again'): Promise<void> {
    const {
      file,
      args,
      execArgs = [],
      workingDir,
      environment,
      logPath,
      name,
      tellsReady,
      silentMs = SILENT_MS,
    } = this.spec;
    const log = openSync(logPath, 'a', 0o600);
    const child = fork(file, args, {
      execArgv: ['--disable-warning=ExperimentalWarning', ...engineOptions(), ...execArgs],
      ...(workingDir !== undefined && { cwd: workingDir }),
      env: { NODE_COMPILE_CACHE: compileCacheDir, ...process.env, ...environment },
      stdio: ['ignore', log, log, 'ipc'],
      // In a group of its own, Ctrl-C in a terminal does not reach it: the launcher ends its children in order.
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    const startedAt = Date.now();
    let ready = false;
    await new Promise<void>((resolve, reject) => {
      const giveUpAfter = (ms: number): NodeJS.Timeout =>
        setTimeout(() => reject(new Error(`${name} is not ready after ${ms / 1000} s; see ${logPath}`)), ms);
      let timer = giveUpAfter(silentMs);
      const settle = () => {
        ready = true;
        clearTimeout(timer);
        resolve();
      };
      child.on('message', (message) => {
        const { type, mayTakeMs } = (message ?? {}) as { type?: unknown; mayTakeMs?: unknown };
        // Whoever tells of progress is not given up, nor whoever says how long it may tell of none.
        clearTimeout(timer);
        if (!ready) timer = giveUpAfter(silentMs + (typeof mayTakeMs === 'number' ? mayTakeMs : 0));
        if (typeof type === 'string') this.#milestone(type).resolve(undefined);
        if (type === 'ready') settle();
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        this.#child = undefined;
        const how = signal === null ? `exit code ${code}` : signal;
        if (!ready) {
          reject(new ProcessEndedEarly(name, how, code, logPath));
          if (run === 'first') return;
        }
        if (!this.#stopping) this.#ended(how, code, Date.now() - startedAt);
      });
      if (!tellsReady) settle();
    });
  }

  #ended(how: string, code: number | null, ranMs: number): void {
    if (this.spec.whenItEnds === 'give-up' && code !== START_AGAIN) {
      this.events.lost(this.name, how);
      return;
    }
    if (ranMs > STABLE_AFTER_MS) this.#failures = 0;
    const delayMs = restartDelaysMs[Math.min(this.#failures, restartDelaysMs.length - 1)] ?? 0;
    this.#failures += 1;
    // What people have to put right it has said, and it is well as soon as they have.
    const said = code === TO_BE_PUT_RIGHT ? `${how}: ${readLastLines(this.spec.logPath, 1)}` : how;
    this.events.restarting(this.name, said, delayMs);
    this.#restartTimer = setTimeout(() => {
      this.#launch('again').then(
        () => this.events.restarted(this.name),
        // It ended again before it was ready: its exit has planned the next attempt.
        () => undefined,
      );
    }, delayMs);
  }
}

/** A program that ended before it was ready; the message has the end of its log. */
export class ProcessEndedEarly extends Error {
  override name = 'ProcessEndedEarly';
  /** The log's last lines, which are what the program said about it. */
  readonly lastLines: string;

  constructor(
    program: string,
    how: string,
    readonly code: number | null,
    logPath: string,
  ) {
    const lastLines = readLastLines(logPath);
    super(`${program} ended before it was ready (${how}); the end of ${logPath}:\n${lastLines}`);
    this.lastLines = lastLines;
  }
}

function readLastLines(path: string, count = 8): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '';
}
