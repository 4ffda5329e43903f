/** The programs of a running consortium one by one: peers, orderers, chaincode, gateways. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdPath, nodeFolders, pidPath } from '../../network/native/node-config.js';
import { eventually, type RunningConsortium } from './running-consortium.js';

/** A peer's or orderer's host name, or what the launcher calls one of its processes. */
export type ProgramName = string;

export class SinglePrograms {
  constructor(private readonly running: RunningConsortium) {}

  pid(name: ProgramName): number | undefined {
    const { consortium, dataDir } = this.running;
    if (consortium.processes.has(name)) return consortium.processes.get(name)?.pid;
    const path = pidPath(dataDir, name);
    const pid = existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined;
    return pid !== undefined && isAlive(pid) ? pid : undefined;
  }

  /** kill -9; resolves when it has been started again. */
  async killAndAwaitRestart(name: ProgramName): Promise<void> {
    const before = this.#signal(name, 'SIGKILL');
    await eventually(
      () => Promise.resolve(this.pid(name)),
      (pid) => pid !== undefined && pid !== before,
      { intervalMs: 20 },
    );
  }

  /** It does not answer for a while, but its connections stay open. */
  async freeze(name: ProgramName, forMs: number): Promise<void> {
    this.halt(name);
    await sleep(forMs);
    this.goOn(name);
  }

  /** As `freeze`, until `goOn`. */
  halt(name: ProgramName): void {
    this.#signal(name, 'SIGSTOP');
  }

  goOn(name: ProgramName): void {
    this.#signal(name, 'SIGCONT');
  }

  /** kill -9 of a peer or orderer that is not started again until `release`. */
  async holdDown(hostname: string): Promise<void> {
    writeFileSync(holdPath(this.running.dataDir, hostname), '');
    this.#signal(hostname, 'SIGKILL');
    await eventually(
      () => Promise.resolve(this.pid(hostname)),
      (pid) => pid === undefined,
      { intervalMs: 20 },
    );
  }

  async release(hostname: string): Promise<void> {
    rmSync(holdPath(this.running.dataDir, hostname), { force: true });
    await eventually(
      () => Promise.resolve(this.pid(hostname)),
      (pid) => pid !== undefined,
      { intervalMs: 20 },
    );
  }

  /** What a peer that is held down made of its blocks. */
  deleteState(peerHostname: string): void {
    const { state } = nodeFolders(this.running.dataDir, peerHostname);
    const path = `${state}/ledgersData/stateLeveldb`;
    if (!existsSync(path)) throw new Error(`${path} is not there`);
    rmSync(path, { recursive: true });
  }

  #signal(name: ProgramName, signal: NodeJS.Signals): number {
    const pid = this.pid(name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, signal);
    return pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
