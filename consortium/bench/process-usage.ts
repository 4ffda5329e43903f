/** What processes used of the machine, from Linux' /proc; elsewhere nothing is reported rather than something guessed. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  readonly cpuS: number;
  readonly residentMiB: number;
  /** Of this what stands in files as well, as LevelDB's tables do: the system takes it back when it needs it. */
  readonly mappedMiB?: number;
}

/** Clock ticks per second in /proc/<pid>/stat: a constant of the Linux ABI on the platforms Node runs on. */
const TICKS_PER_S = 100;

/** The usage of one process so far, or undefined where it cannot be known. */
function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in parentheses, may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const mib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
    return {
      cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S,
      residentMiB: mib('VmRSS'),
      mappedMiB: mib('RssFile'),
    };
  } catch {
    return undefined;
  }
}

/** By process name: CPU seconds used between two moments, and resident memory at the second. */
export function usageBetween(
  before: ReadonlyMap<string, Usage>,
  after: ReadonlyMap<string, Usage>,
): Record<string, Usage> {
  const used: Record<string, Usage> = {};
  for (const [name, usage] of after) {
    used[name] = { ...usage, cpuS: usage.cpuS - (before.get(name)?.cpuS ?? 0) };
  }
  return used;
}

/**
 * A process and what it started, directly or not, each named `name: command` after what it runs: the nodes of a native
 * network are processes of their own below the one that supervises them.
 */
export function withDescendants(name: string, pid: number): [name: string, pid: number][] {
  const children = new Map<number, { pid: number; command: string }[]>();
  for (const entry of numericEntries('/proc')) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      const command = stat.slice(stat.indexOf('(') + 1, end);
      const parent = Number(stat.slice(end + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), { pid: entry, command }]);
    } catch {
      // It ended between the listing and the look at it.
    }
  }
  const below = (of: number): [string, number][] =>
    (children.get(of) ?? []).flatMap((child) => [[`${name}: ${child.command}`, child.pid], ...below(child.pid)]);
  return [[name, pid], ...below(pid)];
}

function numericEntries(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The usage of several processes by name; several process ids of one name are summed. */
export function snapshot(processes: Iterable<readonly [name: string, pid: number]>): Map<string, Usage> {
  const usage = new Map<string, Usage>();
  for (const [name, pid] of processes) {
    const one = usageOf(pid);
    if (one === undefined) continue;
    const sum = usage.get(name) ?? { cpuS: 0, residentMiB: 0, mappedMiB: 0 };
    usage.set(name, {
      cpuS: sum.cpuS + one.cpuS,
      residentMiB: sum.residentMiB + one.residentMiB,
      mappedMiB: (sum.mappedMiB ?? 0) + (one.mappedMiB ?? 0),
    });
  }
  return usage;
}
