/**
 * A channel in memory: the real chaincode on the stub peer, transactions that are ordered into blocks, and the
 * accidents that tests ask for.
 */
import { hash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Metadata, status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import {
  operationsOfLines,
  postPoints,
  type ErrorCode,
  type ReplyOf,
  type RequestOf,
  type Role,
} from '@commonpoint/catalogue';
import {
  ChannelFailure,
  type Channel,
  type ChannelBlock,
  type ChannelTransaction,
  type EncodedBlock,
  type EndorsedTransaction,
  type Endorsement,
  type Endorsing,
} from '../../gateway-api/src/channel/channel.js';
import { toChannelFailure } from '../../gateway-api/src/fabric/failure.js';
import { keyParts } from '../../audit/src/ledger-rows.js';
import { validationCodes } from '../../gateway-api/src/writes/fates.js';
import { EncodedChain } from './encode-block.js';
import type { LedgerStub, Simulation, SimulationOptions } from './ledger-stub.js';

/** Of the others, whatever a test gives a key for. */
const rolesByKind: Readonly<Record<string, readonly Role[]>> = {
  Auditor: ['auditor', 'delegate'],
  Regulator: ['regulator', 'delegate'],
};

const codes = {
  VALID: validationCodes.valid,
  MVCC_READ_CONFLICT: validationCodes.mvccReadConflict,
  PHANTOM_READ_CONFLICT: validationCodes.phantomReadConflict,
};

/** `peer.authentication.timewindow`. */
const TIME_WINDOW_MS = 2 * 60 * 1000;

export function gatewayError(code: status, message: string): GatewayError {
  const cause = Object.assign(new Error(message), { code, details: message, metadata: new Metadata() });
  return new GatewayError({ code, message, details: [], cause });
}

/** What a client had endorsed. */
export interface Asked {
  readonly mspId: string;
  readonly role: Role;
  readonly name: string;
  readonly request: string;
  /** In milliseconds. */
  readonly time: number;
}

/** A transaction that took effect. */
export interface Effect extends Asked {
  readonly reply: string;
}

/** What the organisations' channels share: the orderer and the blocks. */
export class MemoryNetwork {
  readonly blocks: ChannelBlock[] = [];
  /** What makes the first block another one than any other network's. */
  private readonly founding = randomUUID();
  /** Envelopes that reached the orderer, in order; one that is sent twice is here twice. */
  readonly ordered: string[] = [];
  readonly #simulations = new Map<string, Simulation>();
  readonly #asked = new Map<string, Asked>();
  readonly #endorsedAlone = new Set<string>();
  readonly #committed = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #chain = new EncodedChain((txId) => this.#asked.get(txId) ?? this.#forged.get(txId)!);
  readonly #forged = new Map<string, Asked>();
  #pending: string[] = [];
  /** Keys whose policy a transaction of the block set; in this block nobody can write them any more, as in Fabric. */
  readonly #policed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  /** While false, the orderer takes transactions and cuts no block. */
  cutting = true;
  /**
   * `too few` keep what they are sent, say that they could not take it, and cut no block; `forgetful` ones take it, and
   * nothing comes of it.
   */
  orderers: 'working' | 'too few' | 'forgetful' = 'working';

  /** The next transactions of a block are invalid by these codes of Fabric's, one each. */
  readonly invalidations: number[] = [];
  /** What time it is at the peers, which refuse proposals that are dated far from it; without it they ask for no time. */
  peerTime: (() => number) | undefined;
  /** So much later than they were made are proposals dated. */
  delayMs = 0;
  /** What took effect, in order. */
  readonly effects: Effect[] = [];

  constructor(
    readonly stub: LedgerStub,
    readonly blockMs = 5,
    /** What proposals are dated by; without it, by what the stub says. */
    private readonly clock?: () => string,
  ) {}

  /** Another network with the same blocks and rows, which goes its own way from here. Nothing may be under way. */
  copy(): MemoryNetwork {
    const copied = new MemoryNetwork(this.stub.copy(), this.blockMs, this.clock);
    copied.blocks.push(...this.blocks);
    for (const txId of this.#committed) copied.#committed.add(txId);
    for (const [txId, asked] of this.#asked) copied.#asked.set(txId, asked);
    return copied;
  }

  /** A block with what somebody had endorsed by another chaincode than was agreed on; no peer simulates on it. */
  appendForged(writes: ChannelTransaction['writes'], txId: string, made: Partial<Asked> = {}): void {
    const nothing = {
      mspId: 'GreenMartMSP',
      role: 'operator',
      name: 'Points:Post',
      request: '{"operations":[]}',
    } as const;
    this.#forged.set(txId, { ...nothing, time: Date.parse(this.stub.now), ...made });
    const transaction = { txId, index: 0, validationCode: validationCodes.valid, writes, hashedWrites: [] };
    this.#append([transaction]);
    for (const listener of this.#listeners) listener();
  }

  #append(transactions: readonly ChannelTransaction[]): void {
    const before = this.blocks.at(-1)?.hash ?? this.founding;
    const number = this.blocks.length;
    this.blocks.push({
      number,
      hash: hash('sha256', before + transactions.map(({ txId }) => txId).join()),
      time: Date.parse(this.stub.now),
      transactions,
    });
  }

  encoded(number: number): Uint8Array {
    return this.#chain.at(number, this.blocks);
  }

  /** So many blocks that change nothing, as when others write what is none of this chaincode's business. */
  appendEmptyBlocks(count: number): void {
    for (let at = 0; at < count; at++) this.#append([]);
    for (const listener of this.#listeners) listener();
  }

  tellTime(): void {
    if (this.clock !== undefined) this.stub.now = new Date(Date.parse(this.clock()) + this.delayMs).toISOString();
  }

  remember(simulation: Simulation, endorsers: number, said: Omit<Asked, 'time'>): void {
    const asked = { ...said, time: Date.parse(this.stub.now) };
    this.#simulations.set(simulation.txId, simulation);
    this.#asked.set(simulation.txId, asked);
    if (endorsers < 2) this.#endorsedAlone.add(simulation.txId);
  }

  simulationOf(txId: string): Simulation {
    return this.#simulations.get(txId)!;
  }

  order(txId: string): void {
    this.ordered.push(txId);
    this.#pending.push(txId);
    this.#timer ??= setTimeout(() => this.cut(), this.blockMs);
  }

  cut(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.cutting || this.orderers !== 'working' || this.#pending.length === 0) return;
    this.#policed.clear();
    const transactions = this.#pending.map((txId, index) => this.#commit(txId, index));
    this.#pending = [];
    this.#append(transactions);
    for (const listener of this.#listeners) listener();
  }

  #commit(txId: string, index: number): ChannelTransaction {
    const simulation = this.#simulations.get(txId)!;
    const validationCode = this.#validate(txId, simulation);
    this.#committed.add(txId);
    if (validationCode !== validationCodes.valid) return { txId, index, validationCode, writes: [], hashedWrites: [] };
    this.effects.push({ ...this.#asked.get(txId)!, reply: simulation.payload });
    // As in a block: in the order of their keys.
    const inOrder = [...simulation.writes].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const writes = inOrder.map(([key, value]) => ({
      key: keyParts(key),
      ...(value === undefined ? {} : { value }),
    }));
    return { txId, index, validationCode, writes, hashedWrites: simulation.privateAccess.hashedWrites() };
  }

  #validate(txId: string, simulation: Simulation): number {
    const invalid = this.invalidations.shift();
    if (invalid !== undefined) return invalid;
    if (this.#committed.has(txId)) return validationCodes.duplicateTxId;
    if ([...simulation.writes.keys()].some((key) => this.#policed.has(key))) {
      return validationCodes.endorsementPolicyFailure;
    }
    // As in Fabric: what writes to no collection has no collection's policy, and the chaincode's own asks for two.
    if (this.#endorsedAlone.has(txId) && isEmpty(simulation)) return validationCodes.endorsementPolicyFailure;
    const code = codes[this.stub.commit(simulation)];
    if (code === validationCodes.valid) for (const key of simulation.policies.keys()) this.#policed.add(key);
    return code;
  }

  nextBlock(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#listeners.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#listeners.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** A channel as one organisation sees it. */
  channel(mspId: string): MemoryChannel {
    return new MemoryChannel(this, mspId);
  }
}

const isEmpty = ({ writes, privateAccess }: Simulation): boolean => writes.size + privateAccess.writes.size === 0;

export class MemoryChannel implements Channel {
  /** Thrown by the next calls, one each. */
  readonly endorseFailures: ChannelFailure[] = [];
  readonly evaluateFailures: ChannelFailure[] = [];
  /** While set, the chaincode refuses the first operation of whatever is posted so, whoever asks. */
  refusing: { readonly code: ErrorCode; readonly detail: string } | undefined;
  /** Whether the chaincode knows lines of a file in their short form: one of before does not. */
  knowsLines = true;
  /** The own peer cannot be reached. */
  isCut = false;
  /** What the next submissions do: lost on the way, or received but not answered. */
  readonly submitAccidents: ('lost' | 'received')[] = [];
  readonly submitted: string[] = [];
  readonly endorsed: { role: Role; name: string; request: string; txId: string; endorsing: Endorsing }[] = [];
  readonly #signedByEnded = new Map<string, 'signer-expired' | 'signer-refused'>();
  /** The own peer does not run the chaincode. */
  withoutChaincode = false;
  /** The own peer does not say how far it is. */
  isSilent = false;
  /** While set, what is endorsed is awaited in vain. */
  isEndorsingInVain = false;
  /** The peer's block stream shows only this many blocks, if set. */
  blocksVisible: number | undefined;
  /** While set, the own peer is behind: it has these rows and this many blocks, and says so. */
  #behind: { readonly stub: LedgerStub; readonly blocks: number } | undefined;
  inFlightMax = 0;
  #inFlight = new Set<string>();
  #closed = false;

  constructor(
    private readonly network: MemoryNetwork,
    private readonly mspId: string,
  ) {}

  async evaluate(role: Role, name: string, request: string, privateInput?: string): Promise<Uint8Array> {
    this.#requirePeer();
    const failure = this.evaluateFailures.shift();
    if (failure) throw failure;
    const simulation = await this.#simulate(role, name, request, { privateInput });
    return Buffer.from(simulation.payload);
  }

  async endorse(role: Role, name: string, request: string, endorsing: Endorsing = {}): Promise<Endorsement> {
    this.#requirePeer();
    if (this.isEndorsingInVain) await new Promise(() => undefined);
    const failure = this.endorseFailures.shift();
    if (failure) throw failure;
    if (!this.knowsLines && name === postPoints.name && request.startsWith('{"lines"')) {
      const detail = 'lines: Unrecognized key';
      throw new ChannelFailure('refused', detail, { code: 'REQUEST_INVALID', detail });
    }
    const { exactly, privateInput } = endorsing;
    const peerOf = exactly?.includes(this.mspId) === false ? exactly[0] : this.mspId;
    const simulation = await this.#simulate(role, name, request, { privateInput, peerOf });
    this.network.remember(simulation, exactly?.length ?? 2, { mspId: this.mspId, role, name, request });
    this.endorsed.push({ role, name, request, txId: simulation.txId, endorsing });
    const transaction = {
      txId: simulation.txId,
      role,
      bytes: Buffer.from(simulation.txId),
      signature: Buffer.from(randomUUID()),
    };
    return {
      transaction,
      reply: Buffer.from(this.#refused(name, request, simulation.payload)),
      writesSomething: () => !isEmpty(simulation),
    };
  }

  #refused(name: string, request: string, payload: string): string {
    if (this.refusing === undefined || name !== postPoints.name) return payload;
    const { operations, lines } = JSON.parse(request) as RequestOf<typeof postPoints>;
    const [first] = operations ?? operationsOfLines(lines!);
    const { outcomes } = JSON.parse(payload) as ReplyOf<typeof postPoints>;
    const others = outcomes.filter(({ id }) => id !== first!.id);
    return JSON.stringify({ outcomes: [{ id: first!.id, state: 'REJECTED', ...this.refusing }, ...others] });
  }

  /** The own peer hears of no block from here on, until it catches up. */
  fallBehind(): void {
    this.#behind = { stub: this.network.stub.copy(), blocks: this.network.blocks.length };
  }

  /** What was endorsed until now was signed with what has ended or was revoked since: orderers take it no more. */
  expireSigners(how: 'signer-expired' | 'signer-refused' = 'signer-expired', of = this.endorsed): void {
    for (const { txId } of of) this.#signedByEnded.set(txId, how);
  }

  /** It has so many blocks only, and no row of what came after; its stream gives no others. */
  loseBlocks(left: number): void {
    this.#behind = { stub: this.network.stub.copy(), blocks: left };
    this.blocksVisible = left;
  }

  catchUp(): void {
    this.blocksVisible = undefined;
    this.#behind = undefined;
  }

  #requireChaincode(): void {
    if (!this.withoutChaincode) return;
    const message = 'no peers available to evaluate chaincode points in channel points';
    throw toChannelFailure(gatewayError(status.UNAVAILABLE, message));
  }

  #requirePeer(): void {
    if (this.isCut) throw new ChannelFailure('unavailable', 'the peer cannot be reached');
  }

  #requireTime(): void {
    const peerMs = this.network.peerTime?.();
    if (peerMs === undefined || Math.abs(Date.now() - peerMs) <= TIME_WINDOW_MS) return;
    const [own, theirs] = [Date.now(), peerMs].map((ms) => new Date(ms).toISOString());
    const message =
      `request unauthorized due to incorrect timestamp ${own}, peer time ${theirs}, ` +
      'peer.authentication.timewindow 2m0s';
    throw toChannelFailure(gatewayError(status.UNKNOWN, message));
  }

  /** As a wallet: who checks or regulates has no merchant's roles. */
  #requireRole(role: Role): void {
    const roles = rolesByKind[/^(Auditor|Regulator)/.exec(this.mspId)?.[1] ?? ''];
    if (roles?.includes(role) === false) throw new Error(`The wallet has no identity for the role ${role}`);
  }

  async #simulate(role: Role, name: string, request: string, options: SimulationOptions): Promise<Simulation> {
    this.#requireRole(role);
    this.#requireTime();
    this.#requireChaincode();
    this.network.tellTime();
    const simulation = await (this.#behind?.stub ?? this.network.stub).simulate(
      { mspId: this.mspId, role },
      name,
      [request],
      options,
    );
    if (simulation.status === 200) return simulation;
    // Read as the adapter to Fabric reads it, a peer's own words among them.
    const message = `chaincode response ${simulation.status}, ${simulation.message}`;
    throw toChannelFailure(gatewayError(status.UNKNOWN, message));
  }

  async submit({ txId }: EndorsedTransaction): Promise<void> {
    const accident = this.submitAccidents.shift();
    this.submitted.push(txId);
    const ended = this.#signedByEnded.get(txId);
    if (ended) {
      const message =
        'no orderers could successfully process transaction; received unsuccessful response from orderer: ' +
        (ended === 'signer-expired'
          ? 'status=BAD_REQUEST, info=broadcast client identity expired'
          : 'status=FORBIDDEN, info=implicit policy evaluation failed: permission denied');
      throw toChannelFailure(gatewayError(status.ABORTED, message));
    }
    const { orderers } = this.network;
    if (accident !== 'lost' && orderers !== 'forgetful') {
      this.network.order(txId);
      this.#inFlight.add(txId);
      this.inFlightMax = Math.max(this.inFlightMax, this.#inFlight.size);
    }
    await pause(1);
    if (orderers === 'too few') throw new ChannelFailure('unordered', 'insufficient number of orderers');
    if (accident) throw new ChannelFailure('deadline', 'no answer');
  }

  async *blocks(startBlock: number, signal: AbortSignal): AsyncIterable<ChannelBlock> {
    for (let number = startBlock; !signal.aborted;) {
      this.#requirePeer();
      const visible = Math.min(this.blocksVisible ?? Infinity, this.#height);
      if (number >= visible) {
        await Promise.race([this.network.nextBlock(signal), pause(10)]);
        continue;
      }
      const block = this.network.blocks[number++]!;
      for (const { txId } of block.transactions) this.#inFlight.delete(txId);
      yield { ...block, encoded: () => this.network.encoded(block.number) };
    }
  }

  async *encodedBlocks(startBlock: number, signal: AbortSignal): AsyncIterable<EncodedBlock> {
    for await (const { number } of this.blocks(startBlock, signal)) {
      yield { number, bytes: () => this.network.encoded(number) };
    }
  }

  async height(): Promise<number> {
    this.#requirePeer();
    this.#requireTime();
    if (this.isSilent) throw new ChannelFailure('deadline', 'silent');
    if (this.#closed) throw new ChannelFailure('unavailable', 'closed');
    return this.#height;
  }

  get #height(): number {
    return this.#behind?.blocks ?? this.network.blocks.length;
  }

  close(): void {
    this.#closed = true;
  }
}
