/** The chaincode's processes: one, and two while one code takes another one's place. */
import { existsSync, unwatchFile, watchFile } from 'node:fs';
import { type ChaincodeCode, chaincodesPath, codeDigest, readChaincodes } from '@commonpoint/network/chaincodes';
import { createTopology } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import { chaincodeProgram } from './programs.js';
import { type ProcessEvents, SupervisedProcess } from './supervised-process.js';

const LOOKED_AT_EVERY_MS = 250;

export interface RunningCodesOptions {
  readonly dataDir: string;
  readonly basePort: number;
  /** Where they are put, by name. */
  readonly processes: Map<string, SupervisedProcess>;
  readonly events: ProcessEvents;
  readonly log: (line: string) => void;
}

export class RunningCodes {
  #last: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(private readonly options: RunningCodesOptions) {}

  /** Starts what is to run, and whatever is noted from then on. @throws Complaint */
  async follow(): Promise<void> {
    await this.#look();
    watchFile(chaincodesPath(this.options.dataDir), { interval: LOOKED_AT_EVERY_MS, persistent: false }, this.#changed);
  }

  /** No process is begun or ended from now on. */
  stop(): Promise<void> {
    this.#isStopped = true;
    unwatchFile(chaincodesPath(this.options.dataDir), this.#changed);
    return this.#last;
  }

  readonly #changed = (): void => {
    this.#last = this.#last.then(() => this.#look());
    this.#last = this.#last.catch((error: unknown) => this.options.log(`the chaincode: ${String(error)}`));
  };

  async #look(): Promise<void> {
    const { dataDir, basePort, processes, events } = this.options;
    const codes = readChaincodes(dataDir);
    for (const code of codes) {
      const name = nameOf(code);
      if (this.#isStopped || processes.has(name)) continue;
      requireCode(code);
      const { folder } = code;
      const topology = createTopology({ basePort, chaincode: code });
      const started = new SupervisedProcess(
        chaincodeProgram(topology, dataDir, { name, ...(folder !== '' && { folder }) }),
        events,
      );
      processes.set(name, started);
      await started.start();
    }
    const names = new Set(codes.map(nameOf));
    for (const [name, running] of processes) {
      if (!name.startsWith('chaincode') || names.has(name)) continue;
      processes.delete(name);
      await running.stop();
    }
  }
}

function nameOf({ number }: ChaincodeCode): string {
  return number === 0 ? 'chaincode' : `chaincode-${number}`;
}

/** @throws Complaint where the code is not what members decided on */
export function requireCode({ folder, digest }: Pick<ChaincodeCode, 'folder' | 'digest'>): void {
  if (digest === '') return;
  if (!existsSync(folder))
    throw new Complaint(`the chaincode that peers run was in ${folder}, and is not there any more.`, 2);
  const found = codeDigest(folder);
  if (found === digest) return;
  throw new Complaint(`the chaincode in ${folder} has the digest ${found}, and members decided on ${digest}.`, 2);
}
