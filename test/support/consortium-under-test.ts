import type { ChildProcess } from 'node:child_process';
import type { Credentials } from '../../consortium/launcher/gateway-files.js';
import type { Topology } from '../../network/topology.js';

/**
 * A program of a consortium: the host name of a peer or an orderer, `chaincode`, `gateway-harbor` and so on, or `network`,
 * which is all peers and orderers. Which of them are processes of their own depends on the kind of network.
 */
export type ProgramName = string;

/** A program that a scenario has started; what it says comes from its first process's `stdout` and `stderr`. */
export interface StartedProgram {
  readonly child: ChildProcess;
  /** kill -9, wherever it runs. */
  kill(): void;
}

/** What each kind of network does in its own way, so that scenarios need not know which one they run on. */
export interface ConsortiumUnderTest {
  /** Has `network.json` and the users' certificates and keys, for connections from this process. */
  readonly dataDir: string;
  readonly topology: Topology;
  readonly credentials: Credentials;

  /** Resolves when every gateway is ready. Again after `stop` or `kill`, it goes on with the same ledger. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** kill -9 of everything at once. */
  kill(): Promise<void>;
  /** Ends everything and leaves nothing behind. KEEP_DATA=1 leaves what there is to look at. */
  remove(): Promise<void>;

  /** Everything that programs keep, and their logs, is below `dataDir` afterwards: copies, where it lies elsewhere. */
  collectFiles(): Promise<void>;
  /** Below `dataDir`: what an organisation's peer keeps, once it is collected. */
  peerFolder(slug: string): string;

  /** kill -9. What looks after the program starts it again. */
  killProgram(name: ProgramName): Promise<void>;
  /** Another value after each start of the program; undefined while it does not run. */
  currentRun(name: ProgramName): Promise<string | undefined>;
  /** It does not answer, but its connections stay open. */
  freeze(name: ProgramName): Promise<void>;
  thaw(name: ProgramName): Promise<void>;
  /** kill -9, and it is not started again until `release`. Resolves when it is gone. */
  holdDown(name: ProgramName): Promise<void>;
  /** Resolves when it runs. */
  release(name: ProgramName): Promise<void>;
  /** Deletes what a peer that is held down made of its blocks. */
  deleteState(peerHostname: string): Promise<void>;
  /** Starts the demonstration as its users do. */
  demonstrate(args: readonly string[]): StartedProgram;
  /** An orderer's metrics, as Prometheus would read them. */
  ordererMetrics(ordererHostname: string): Promise<string>;
}
