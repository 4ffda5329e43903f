import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, Network } from '@hyperledger/fabric-gateway';
import { packageChaincode } from '../../network/admin/package-chaincode.js';
import { connectPeer, type PeerConnection } from '../../network/admin/peer-connection.js';
import { loadIdentity } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { createTopology, type Organization, type Topology } from '../../network/topology.js';
import { freePorts, startTinyChaincode, type TinyChaincode } from './start-tiny-chaincode.js';

const MAIN = join(__dirname, '..', '..', 'network', 'dist', 'embedded', 'main.js');

/** An embedded network in a process of its own, with test/support/tiny-chaincode.cjs as its chaincode. */
export class TestNetwork {
  chaincode!: TinyChaincode;
  private child: ChildProcess | undefined;
  private readonly connections: PeerConnection[] = [];

  private constructor(
    readonly topology: Topology,
    readonly dataDir: string,
    private readonly program: string,
  ) {}

  /** With this chaincode of test/support. */
  static async start(program = 'tiny-chaincode.cjs'): Promise<TestNetwork> {
    const topology = createTopology({ basePort: await freePorts(100) });
    const network = new TestNetwork(topology, await mkdtemp(join(tmpdir(), 'commonpoint-embedded-')), program);
    await network.startChaincode();
    await network.startPeers();
    return network;
  }

  /** Resolves when the network says that it is ready. */
  async startPeers(): Promise<void> {
    const basePort = String(this.topology.organizations[0]!.peer.port);
    const child = fork(MAIN, ['--data-dir', this.dataDir, '--base-port', basePort], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let told = '';
    child.stderr!.on('data', (chunk: Buffer) => (told += chunk.toString()));
    this.child = child;
    const ready = new Promise<boolean>((resolve) => {
      child.on('message', ({ type }: { type: string }) => type === 'ready' && resolve(true));
      child.once('exit', () => resolve(false));
    });
    if (!(await ready)) throw new Error(`the embedded network did not start: ${told}`);
  }

  /** The process that runs. */
  get process(): ChildProcess {
    if (!this.child) throw new Error('the network does not run');
    return this.child;
  }

  async startChaincode(): Promise<void> {
    const { host, port } = this.topology.chaincode.endpoint;
    this.chaincode = await startTinyChaincode(
      packageChaincode(this.topology).packageId,
      `${host}:${port}`,
      this.program,
    );
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends the process as its launcher would; resolves with its exit code. */
  async terminate(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.close();
    await this.terminate();
    await this.chaincode.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  organization(mspId: string): Organization {
    const found = this.topology.organizations.find((organization) => organization.mspId === mspId);
    if (!found) throw new Error(`no organisation ${mspId}`);
    return found;
  }

  /** A connection to an organisation's peer as one of its users, or as `admin of the peer`, its administrator. */
  connect(mspId = 'HarborMSP', role = 'operator'): PeerConnection {
    const organization = this.organization(mspId);
    const paths = organizationPaths(this.dataDir, organization);
    const mspDir = role === 'admin of the peer' ? paths.adminMspDir : paths.userMspDir(role);
    const connection = connectPeer(organization, this.dataDir, loadIdentity(mspId, mspDir));
    this.connections.push(connection);
    return connection;
  }

  network(connection: PeerConnection): Network {
    return connection.gateway.getNetwork(this.topology.channel);
  }

  contract(connection: PeerConnection): Contract {
    return this.network(connection).getContract(this.topology.chaincode.name);
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}
