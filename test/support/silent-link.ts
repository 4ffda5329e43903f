/**
 * A link to a server that can be cut without a word, as by a cable or a firewall: a network namespace of its own between the two,
 * whose packets are dropped on demand. Linux and root only.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** One per process that tests, out of 198.18.0.0/15, which is nobody's. */
const subnet = (): string => `198.18.${process.pid % 256}`;
const RELAY_PORT = 7051;

function command(line: string): void {
  const [program = '', ...args] = line.split(' ');
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line}: ${error?.message ?? stderr}`);
}

/** Why no such link can be made here; undefined where it can. */
export function whyNoSilentLink(): string | undefined {
  try {
    command(`ip netns add cpp${process.pid}`);
    try {
      command(`ip netns exec cpp${process.pid} iptables -A INPUT -j ACCEPT`);
    } finally {
      command(`ip netns delete cpp${process.pid}`);
    }
    return undefined;
  } catch (error) {
    return (error as Error).message.trim();
  }
}

const relay = `
  const { createServer, connect } = require('node:net');
  const [port, host, targetPort] = process.argv.slice(1);
  createServer((one) => {
    const other = connect(Number(targetPort), host);
    for (const socket of [one, other]) socket.on('error', () => { one.destroy(); other.destroy(); });
    one.pipe(other).pipe(one);
  }).listen(Number(port), '0.0.0.0', () => process.stdout.write('ready'));
`;

export class SilentLink {
  private constructor(
    private readonly name: string,
    private readonly here: Server,
    private readonly there: ChildProcess,
    /** Where the server can be reached by way of the link. */
    readonly endpoint: string,
  ) {}

  /** To a server of this machine. */
  static async to(port: number): Promise<SilentLink> {
    const name = `cpl${process.pid}`;
    const [hostSide, farSide] = [`${subnet()}.1`, `${subnet()}.2`];
    command(`ip netns add ${name}`);
    command(`ip link add ${name}a type veth peer name ${name}b netns ${name}`);
    command(`ip addr add ${hostSide}/30 dev ${name}a`);
    command(`ip link set ${name}a up`);
    command(`ip netns exec ${name} ip addr add ${farSide}/30 dev ${name}b`);
    command(`ip netns exec ${name} ip link set ${name}b up`);
    const pipe = (one: Socket): void => {
      const other = connect(port, '127.0.0.1');
      for (const socket of [one, other]) socket.on('error', () => [one, other].forEach((each) => each.destroy()));
      one.pipe(other).pipe(one);
    };
    const here = createServer(pipe);
    await new Promise<void>((resolve) => here.listen(0, hostSide, resolve));
    const { port: herePort } = here.address() as { port: number };
    const args = ['netns', 'exec', name, process.execPath, '-e', relay, String(RELAY_PORT), hostSide, String(herePort)];
    const there = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => there.stdout.once('data', resolve));
    return new SilentLink(name, here, there, `${farSide}:${RELAY_PORT}`);
  }

  /** From now on nothing comes through, and nobody is told. */
  cut(): void {
    this.#rule('-A');
  }

  mend(): void {
    this.#rule('-D');
  }

  end(): void {
    this.there.kill();
    this.here.close();
    command(`ip netns delete ${this.name}`);
  }

  #rule(how: '-A' | '-D'): void {
    for (const chain of ['INPUT', 'OUTPUT']) command(`ip netns exec ${this.name} iptables ${how} ${chain} -j DROP`);
  }
}
