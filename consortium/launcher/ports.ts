/** Ports: which a network needs, and whether they are free. */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Topology } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';

/** Every port that a network of this topology listens on. */
export function networkPorts({ organizations, chaincode }: Topology): number[] {
  return [
    ...organizations.flatMap(({ peers, orderer }) => [
      ...peers.flatMap(({ port, chaincodePort, operationsPort }) => [port, chaincodePort, operationsPort]),
      orderer.port,
      orderer.adminPort,
      orderer.operationsPort,
    ]),
    chaincode.endpoint.port,
  ];
}

/**
 * Makes sure that nobody listens on these ports, before anything is started that would fail half-way.
 * @param patienceMs how long processes of a killed run may take to end
 * @throws Complaint that names what to set
 */
export async function requireFreePorts(
  {
    gatewayPorts,
    networkPorts: others,
  }: { readonly gatewayPorts: readonly number[]; readonly networkPorts: readonly number[] },
  patienceMs: number,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const gateway = await firstTaken(gatewayPorts);
    const network = gateway === undefined ? await firstTaken(others) : undefined;
    if (gateway === undefined && network === undefined) return;
    if (Date.now() >= deadline) {
      throw new Complaint(
        gateway === undefined
          ? `Port ${network} is in use, and the network needs it. Set NETWORK_PORT to the first of a hundred free ports ` +
              '(with a new DATA_DIR), or stop what uses it.'
          : `Port ${gateway} is in use, and a gateway needs it. Set PORT to the first of ${gatewayPorts.length} free ` +
              'ports, or stop what uses it.',
      );
    }
    await sleep(100);
  }
}

/** The first of `count` ports in a row that nobody listens on, below those that systems hand out by themselves. */
export async function findFreePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * (12_000 - count));
    const all = Array.from({ length: count }, (_, index) => first + index);
    if ((await firstTaken(all)) === undefined) return first;
  }
}

async function firstTaken(ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) {
    if (await isTaken(port)) return port;
  }
  return undefined;
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
