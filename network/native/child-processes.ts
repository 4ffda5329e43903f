/** Programs of real Fabric as children that do not outlive their launcher. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { keepLogSmall } from '../log-file.js';
import { dirname } from 'node:path';

/** A program to run; see {@link ChildProcesses.start}. */
export interface ProgramSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it runs in; this process' own if absent. */
  readonly folder?: string | undefined;
  readonly logPath: string;
}

/** One running program. */
export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  /** In milliseconds. */
  readonly startedAt: number;
  readonly logPath: string;
  /** Resolves when the program has ended. */
  readonly ended: Promise<void>;
}

const TERM_TIMEOUT_MS = 10_000;

/**
 * Reads process ids, one a line, until its input ends; a minus takes one away. The input ends when the launcher does,
 * however it ends, kill -9 included: then those that are still there are ended as well.
 */
const GUARD_SCRIPT = `
pids=" "
while read -r line; do
  case "$line" in
    -*) pids=$(printf '%s' "$pids" | sed "s/ \${line#-} / /") ;;
    *) pids="$pids$line " ;;
  esac
done
each() { for pid in $pids; do kill "$1" "$pid" 2>/dev/null; done; }
# A program that is stopped would keep the signal for later.
each -TERM
each -CONT
for _ in 1 2 3 4 5 6 7 8 9 10; do
  alive=
  for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=yes; done
  [ "$alive" ] || exit 0
  sleep 0.5
done
each -KILL
`;

/** The programs that one launcher has started, so that it can end all of them and none survives it. */
export class ChildProcesses {
  readonly #running = new Map<number, Running>();
  /** Those that are to end. */
  readonly #asked = new Set<number>();
  readonly #guard: ChildProcess;
  #stopping = false;

  /** `onUnexpectedEnd` is called when a program ends that nobody has asked to. */
  constructor(private readonly onUnexpectedEnd: (program: RunningProgram, how: string) => void) {
    // Of its own process group, or else Ctrl-C would end the guard with the launcher.
    this.#guard = spawn('sh', ['-c', GUARD_SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.#guard.stdin?.on('error', () => undefined);
    this.#guard.unref();
  }

  /** Starts a program with its output appended to `logPath`. Throws if it cannot be executed. */
  start({ name, command, args, env, folder, logPath }: ProgramSpec): RunningProgram {
    // Nobody would end it any more.
    if (this.#stopping) throw new Error(`Cannot start ${name}: everything is being stopped`);
    mkdirSync(dirname(logPath), { recursive: true });
    const log = openSync(logPath, 'a');
    let child: ChildProcess;
    try {
      // Of its own process group: Ctrl-C goes to the launcher, which then stops everything in order.
      child = spawn(command, args, { cwd: folder, env: { ...env }, stdio: ['ignore', log, log], detached: true });
    } finally {
      closeSync(log);
    }
    const { pid } = child;
    if (pid === undefined) {
      child.on('error', () => undefined);
      throw new Error(`Cannot start ${name}: ${command} is not executable`);
    }
    this.#guard.stdin?.write(`${pid}\n`);
    const ended = new Promise<void>((resolve) => {
      child.on('exit', (code, signal) => {
        this.#guard.stdin?.write(`-${pid}\n`);
        this.#running.delete(pid);
        if (!this.#stopping && !this.#asked.has(pid)) {
          this.onUnexpectedEnd(program, signal ?? `exit code ${code}`);
        }
        resolve();
      });
    });
    const logging = keepLogSmall(logPath);
    void ended.finally(() => logging.stop());
    const program: RunningProgram = { name, pid, startedAt: Date.now(), logPath, ended };
    this.#running.set(pid, { child, program });
    return program;
  }

  /** Ends one at once, as if it had ended by itself. */
  kill({ pid }: RunningProgram): void {
    this.#running.get(pid)?.child.kill('SIGKILL');
  }

  get programs(): RunningProgram[] {
    return [...this.#running.values()].map(({ program }) => program);
  }

  /** Asks one to end, and ends it if it has not after a while: nobody is told. */
  async end({ pid }: RunningProgram): Promise<void> {
    const found = this.#running.get(pid);
    if (found === undefined) return;
    this.#asked.add(pid);
    await end([found]);
    this.#asked.delete(pid);
  }

  /** Asks all programs to end, and ends those that have not after a while. May be called more than once. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await end([...this.#running.values()]);
    this.#guard.stdin?.end();
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly program: RunningProgram;
}

async function end(all: readonly Running[]): Promise<void> {
  for (const { child } of all) {
    child.kill('SIGTERM');
    // One that is stopped would keep the signal for later.
    child.kill('SIGCONT');
  }
  const timer = setTimeout(() => {
    for (const { child } of all) child.kill('SIGKILL');
  }, TERM_TIMEOUT_MS);
  await Promise.all(all.map(({ program }) => program.ended));
  clearTimeout(timer);
}

/** Last lines of a program's log, for the message about its failure. */
export function lastLogLines(logPath: string, count = 5): string {
  return readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
