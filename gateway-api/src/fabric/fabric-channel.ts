/** The ledger by way of the organisation's own peer: @hyperledger/fabric-gateway behind {@link Channel}. */
import type { Client } from '@grpc/grpc-js';
import { connect, hash, type Gateway, type ProposalOptions } from '@hyperledger/fabric-gateway';
import { common, gateway } from '@hyperledger/fabric-protos';
import { PRIVATE_INPUT, type Role } from '@commonpoint/catalogue';
import { decodeBlockInTurns, writesSomething } from './block-decoding.js';
import { connectPeer, deadlines, type PeerAddress } from './connection.js';
import { Endorsers } from './endorsers.js';
import { isAlreadyOrdered, toChannelFailure } from './failure.js';
import { certificateAt, certificateIn, type Certificate, type Certificates } from '../channel/certificates.js';
import { CertificateEnded } from '../channel/channel.js';
import type {
  EndorsedTransaction,
  Endorsement,
  Endorsing,
  Channel,
  ChannelBlock,
  EncodedBlock,
} from '../channel/channel.js';
import { HedgedEndorsing } from './hedging.js';
import { limitCalls } from './limit-calls.js';
import { type Configured, configuredIn, EndorserCertificates, presentedBy } from './node-certificates.js';
import { createSigner, signLowS } from './signer.js';
import { loadWallet, type WalletIdentity } from './wallet.js';

export interface FabricChannelOptions {
  readonly mspId: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly peer: PeerAddress;
  readonly walletPath: string;
  /** MSP ids of all merchants. */
  readonly endorsers: readonly string[];
  /** And of those that audit. */
  readonly auditors?: readonly string[];
  readonly regulators?: readonly string[] | undefined;
}

/** A channel whose certificates end, and are replaced while it is open. */
export interface FabricAccess extends Channel {
  readonly certificates: Certificates;
  /** An orderer's name by its number, where that is known. */
  readonly ordererName: (id: number) => string;
  /** Takes what stands in the wallet, and the peer's authority, now. @throws when they cannot be read; then nothing changes */
  renew(): Promise<void>;
  /** Names the members that are not active, whose endorsements count for nothing; asked at each transaction. */
  leaveOut(inactive: () => ReadonlySet<string>): void;
}

export async function openFabricChannel(options: FabricChannelOptions): Promise<FabricAccess> {
  return new FabricChannel(options, await loadWallet(options.walletPath), connectPeer(options.peer));
}

/** The longest that a call takes. */
const RENEWED_AFTER_MS = 20_000;

/** A deadline for fabric-gateway's call options. */
const within = (timeoutMs: number): { deadline: number } => ({ deadline: Date.now() + timeoutMs });

const transientOf = (privateInput: string | undefined): Pick<ProposalOptions, 'transientData'> =>
  privateInput === undefined ? {} : { transientData: { [PRIVATE_INPUT]: privateInput } };

class FabricChannel implements FabricAccess {
  #gateways = new Map<Role, Gateway>();
  #certificates = new Map<Role, Certificate>();
  #tlsRoot: Certificate;
  #presented: Certificate | undefined;
  #configured: Configured = { certificates: [], orderers: new Map() };
  readonly #endorsers = new EndorserCertificates();
  readonly #choosing: Endorsers;
  readonly #endorsing: HedgedEndorsing;
  readonly #inTurn = limitCalls();

  constructor(
    private readonly options: FabricChannelOptions,
    private identities: ReadonlyMap<Role, WalletIdentity>,
    private client: Client,
  ) {
    this.#choosing = new Endorsers(options.mspId, options.endorsers, Date.now, [
      ...(options.auditors ?? []),
      ...(options.regulators ?? []),
    ]);
    this.#endorsing = new HedgedEndorsing(this.#choosing, toChannelFailure);
    this.#tlsRoot = certificateAt('peer-tls-root', options.peer.tlsRootCertPath);
    this.#connectAll();
  }

  #connectAll(): void {
    const { client } = this;
    this.#gateways = new Map();
    this.#certificates = new Map();
    for (const { role, mspId, certificate, privateKey } of this.identities.values()) {
      const identity = { mspId, credentials: certificate };
      this.#gateways.set(role, connect({ client, identity, signer: createSigner(privateKey), hash: hash.none }));
      this.#certificates.set(role, certificateIn(role, certificate));
    }
  }

  readonly certificates: Certificates = {
    known: () => [
      ...this.#certificates.values(),
      this.#tlsRoot,
      ...(this.#presented === undefined ? [] : [this.#presented]),
      ...this.#endorsers.all,
      ...this.#configured.certificates,
    ],
    seeNodes: async () => {
      this.#presented = await presentedBy(this.options.peer);
      const config = await this.#evaluate(this.#anyRole, 'cscc', 'GetChannelConfig', [this.options.channel]);
      this.#configured = configuredIn(config);
    },
  };

  readonly ordererName = (id: number): string => this.#configured.orderers.get(id) ?? String(id);

  leaveOut(inactive: () => ReadonlySet<string>): void {
    this.#choosing.inactive = inactive;
  }

  async renew(): Promise<void> {
    const identities = await loadWallet(this.options.walletPath);
    const tlsRoot = certificateAt('peer-tls-root', this.options.peer.tlsRootCertPath);
    const before = this.client;
    // What is under way goes on with what it began with; streams break off and are taken up again.
    this.client = connectPeer(this.options.peer);
    this.identities = identities;
    this.#tlsRoot = tlsRoot;
    this.#connectAll();
    setTimeout(() => before.close(), RENEWED_AFTER_MS).unref();
  }

  async evaluate(role: Role, transactionName: string, request: string, privateInput?: string): Promise<Uint8Array> {
    return this.#inTurn(() => this.#evaluate(role, this.options.chaincode, transactionName, [request], privateInput));
  }

  async #evaluate(
    role: Role,
    chaincode: string,
    transactionName: string,
    args: string[],
    privateInput?: string,
    timeoutMs: number = deadlines.evaluateMs,
  ): Promise<Uint8Array> {
    const endorsingOrganizations = [this.options.mspId];
    try {
      return await this.#network(role)
        .getContract(chaincode)
        .newProposal(transactionName, { arguments: args, endorsingOrganizations, ...transientOf(privateInput) })
        .evaluate(within(timeoutMs));
    } catch (error) {
      throw toChannelFailure(error);
    }
  }

  endorse(
    role: Role,
    transactionName: string,
    request: string,
    { required, majority, everybody, exactly, privateInput }: Endorsing = {},
  ): Promise<Endorsement> {
    if (privateInput !== undefined && exactly === undefined && majority !== true) {
      throw new TypeError(`${transactionName} has private input, and nothing says whose peers may see it`);
    }
    const options = { arguments: [request], ...transientOf(privateInput) };
    const ask = (endorsingOrganizations: string[]): Promise<Endorsement> =>
      this.#endorse(role, transactionName, { ...options, endorsingOrganizations });
    const asked = everybody === true ? 'everybody' : majority === true ? 'majority' : (required ?? []);
    if (exactly === undefined) return this.#endorsing.endorse(asked, ask);
    return ask([...exactly]).catch((error: unknown) => {
      throw toChannelFailure(error);
    });
  }

  async #endorse(role: Role, transactionName: string, options: ProposalOptions): Promise<Endorsement> {
    const endorsed = await this.#inTurn(() =>
      this.#network(role)
        .getContract(this.options.chaincode)
        .newProposal(transactionName, options)
        .endorse(within(deadlines.endorseMs)),
    );
    const bytes = endorsed.getBytes();
    this.#endorsers.see(options.endorsingOrganizations ?? [], bytes);
    return {
      transaction: {
        txId: endorsed.getTransactionId(),
        role,
        bytes,
        signature: signLowS(this.#identity(role).privateKey, endorsed.getDigest()),
      },
      reply: endorsed.getResult(),
      writesSomething: () => writesSomething(gateway.PreparedTransaction.deserializeBinary(bytes).getEnvelope()!),
    };
  }

  async submit({ role, bytes, signature }: EndorsedTransaction): Promise<void> {
    try {
      const transaction = this.#gateways.get(role)!.newSignedTransaction(bytes, signature);
      await this.#inTurn(() => transaction.submit(within(deadlines.submitMs)));
    } catch (error) {
      const failure = toChannelFailure(error);
      if (!isAlreadyOrdered(failure)) throw failure;
    }
  }

  async *blocks(startBlock: number, signal: AbortSignal): AsyncIterable<ChannelBlock> {
    for await (const block of this.#stream(startBlock, signal)) {
      yield { ...(await decodeBlockInTurns(block, this.options.chaincode)), encoded: () => block.serializeBinary() };
    }
  }

  async *encodedBlocks(startBlock: number, signal: AbortSignal): AsyncIterable<EncodedBlock> {
    for await (const block of this.#stream(startBlock, signal)) {
      yield { number: block.getHeader()?.getNumber() ?? 0, bytes: () => block.serializeBinary() };
    }
  }

  async *#stream(startBlock: number, signal: AbortSignal): AsyncIterable<common.Block> {
    const stream = await this.#network(this.#anyRole).getBlockEvents({ startBlock: BigInt(startBlock) });
    const close = (): void => stream.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      yield* stream;
    } catch (error) {
      if (!signal.aborted) throw toChannelFailure(error);
    } finally {
      signal.removeEventListener('abort', close);
      stream.close();
    }
  }

  /** It tells whether the peer is there, and does not wait behind other calls. */
  async height(): Promise<number> {
    const { channel } = this.options;
    const bytes = await this.#evaluate(this.#anyRole, 'qscc', 'GetChainInfo', [channel], undefined, deadlines.heightMs);
    return common.BlockchainInfo.deserializeBinary(bytes).getHeight();
  }

  close(): void {
    for (const gateway of this.#gateways.values()) gateway.close();
    this.client.close();
  }

  get #anyRole(): Role {
    const now = Date.now();
    const good = [...this.#certificates].find(([, { endsAt }]) => endsAt.getTime() > now);
    return good?.[0] ?? this.#gateways.keys().next().value!;
  }

  #network(role: Role): ReturnType<Gateway['getNetwork']> {
    return this.#gateway(role).getNetwork(this.options.channel);
  }

  #gateway(role: Role): Gateway {
    const gateway = this.#gateways.get(role);
    if (!gateway) throw new Error(`The wallet has no identity for the role ${role}`);
    const endsAt = this.#certificates.get(role)?.endsAt;
    if (endsAt !== undefined && endsAt.getTime() <= Date.now()) {
      throw new CertificateEnded(role, endsAt);
    }
    return gateway;
  }

  #identity(role: Role): WalletIdentity {
    return this.identities.get(role)!;
  }
}
