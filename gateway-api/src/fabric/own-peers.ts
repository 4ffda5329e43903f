/**
 * The connections to the organisation's own peers. One is used at a time; when it is lost, another one that is connected is used
 * from then on, and stays in use.
 */
import { connectivityState, type Client } from '@grpc/grpc-js';
import { connectPeer, type PeerAddress } from './connection.js';

/** So many answers in a row that are of no use, and another peer is asked. */
const USELESS_MAX = 3;
/** The other one may be of no more use. */
const MOVED_EVERY_MS = 10_000;
/** How long whoever lost a peer waits for another one. */
const ANOTHER_WITHIN_MS = 1_000;
/** A call may fail a moment before its connection is known to be lost. */
const LOST_WITHIN_MS = 200;
/** A connection that rests is made again; gRPC tells of changes alone. */
const LOOKED_AT_EVERY_MS = 30_000;

interface Connected {
  readonly address: PeerAddress;
  readonly client: Client;
}

export class OwnPeers {
  readonly #peers: readonly Connected[];
  #active: Connected;
  #isClosed = false;
  /** The one to begin with has been connected, or the others wait no longer for it. */
  #hasBegun = false;
  #highest: number;
  #useless = 0;
  #movedAt = -Infinity;
  #waiting: (() => void)[] = [];

  /**
   * @param changed another one is used from now on
   * @param begin the one to begin with, and the greatest height that any of them is known to have had
   */
  constructor(
    addresses: readonly PeerAddress[],
    private readonly changed: () => void,
    begin: { readonly first: number; readonly height: number } = { first: 0, height: 0 },
  ) {
    this.#peers = addresses.map((address) => ({ address, client: connectPeer(address) }));
    this.#active = this.#peers[begin.first % this.#peers.length]!;
    this.#highest = begin.height;
    if (this.#peers.length === 1) return;
    for (const peer of this.#peers) this.#watch(peer);
    const wait = setTimeout(() => {
      this.#hasBegun = true;
      this.#choose();
    }, ANOTHER_WITHIN_MS);
    wait.unref();
  }

  /** The same peers over new connections, as authorities may be others; this one is still to be closed. */
  again(how: 'same' | 'next'): OwnPeers {
    const first = this.#peers.indexOf(this.#active) + (how === 'next' ? 1 : 0);
    const addresses = this.#peers.map(({ address }) => address);
    return new OwnPeers(addresses, this.changed, { first, height: this.#highest });
  }

  get client(): Client {
    return this.#active.client;
  }

  get address(): PeerAddress {
    return this.#active.address;
  }

  /** How many of them are connected. */
  get connected(): number {
    return this.#peers.filter(isReady).length;
  }

  /** The call's result; from another peer where the one that was asked is lost. Nothing that must not be done twice. */
  async ask<T>(call: () => Promise<T>, isLost: (error: unknown) => boolean): Promise<T> {
    const { client } = this;
    try {
      return await call();
    } catch (error) {
      if (!isLost(error) || !(await this.#isAnotherThan(client))) throw error;
      return call();
    }
  }

  /** The height that the peer in use says it has. */
  async seen(height: Promise<number>): Promise<number> {
    await height.then(
      (blocks) => this.saw(blocks),
      () => this.saw(undefined),
    );
    return height;
  }

  /**
   * What the peer in use says of its height, undefined where it says nothing of use: one that lost its disk is connected, and is in no
   * channel or far behind.
   */
  saw(height: number | undefined): void {
    const isUseful = height !== undefined && height >= this.#highest;
    this.#highest = Math.max(this.#highest, height ?? 0);
    this.#useless = isUseful ? 0 : this.#useless + 1;
    if (this.#useless < USELESS_MAX || performance.now() - this.#movedAt < MOVED_EVERY_MS) return;
    const others = this.#peers.filter((peer) => peer !== this.#active && isReady(peer));
    // In turn, beginning after the one in use.
    const after = this.#peers.indexOf(this.#active);
    const other = others.find((peer) => this.#peers.indexOf(peer) > after) ?? others[0];
    if (other !== undefined) this.#use(other);
  }

  close(): void {
    this.#isClosed = true;
    for (const { client } of this.#peers) client.close();
    this.#wake();
  }

  #watch(peer: Connected): void {
    if (this.#isClosed) return;
    // Those that are not in use stay connected too.
    const state = peer.client.getChannel().getConnectivityState(true);
    this.#choose();
    peer.client.getChannel().watchConnectivityState(state, Date.now() + LOOKED_AT_EVERY_MS, () => this.#watch(peer));
  }

  #choose(): void {
    if (this.#isClosed) return;
    if (isReady(this.#active)) {
      this.#hasBegun = true;
      return;
    }
    // Which of them is connected first says nothing: the one to begin with has its time.
    if (!this.#hasBegun && !isRefused(this.#active)) return;
    const other = this.#peers.find(isReady);
    if (other !== undefined) this.#use(other);
  }

  #use(peer: Connected): void {
    this.#active = peer;
    this.#useless = 0;
    this.#movedAt = performance.now();
    this.changed();
    this.#wake();
  }

  async #isAnotherThan(client: Client): Promise<boolean> {
    if (this.client !== client) return true;
    if (this.#peers.length === 1) return false;
    const waitedMs = isReady(this.#active) ? LOST_WITHIN_MS : ANOTHER_WITHIN_MS;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitedMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.client !== client && !this.#isClosed;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

const stateOf = ({ client }: Connected): connectivityState => client.getChannel().getConnectivityState(false);
const isReady = (peer: Connected): boolean => stateOf(peer) === connectivityState.READY;
const isRefused = (peer: Connected): boolean => stateOf(peer) === connectivityState.TRANSIENT_FAILURE;
