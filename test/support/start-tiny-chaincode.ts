import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface TinyChaincode {
  readonly address: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a chaincode of test/support in a process of its own and waits until it listens. */
export async function startTinyChaincode(
  packageId: string,
  address: string,
  program = 'tiny-chaincode.cjs',
  ...more: string[]
): Promise<TinyChaincode> {
  const child = spawn(process.execPath, ['--no-deprecation', join(__dirname, program), packageId, address, ...more], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ready = await Promise.race([
    once(child.stdout!, 'data').then(() => true),
    once(child, 'exit').then(() => false),
  ]);
  if (!ready) throw new Error('the tiny chaincode did not start');
  return {
    address,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The first port of a range of `count` that nobody listens on now. */
export async function freePorts(count = 1): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const taken = await Promise.all(Array.from({ length: count }, (_, index) => isTaken(first + index)));
    if (!taken.includes(true)) return first;
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
