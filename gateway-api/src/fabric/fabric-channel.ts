/** The ledger by way of the organisation's own peer: @hyperledger/fabric-gateway behind {@link Channel}. */
import { connect, hash, type Gateway, type ProposalOptions } from '@hyperledger/fabric-gateway';
import { common, gateway } from '@hyperledger/fabric-protos';
import { deliveredBlocks } from '@commonpoint/audit/delivered-blocks';
import { PRIVATE_INPUT, type Role } from '@commonpoint/catalogue';
import { blockNumberOf, decodeBlockInTurns, writesSomething } from './block-decoding.js';
import { deadlines } from './connection.js';
import { Endorsers, type EndorsingMembers } from './endorsers.js';
import type { FabricAccess, FabricChannelOptions } from './fabric-access.js';
import { FabricOrderers } from './fabric-orderers.js';
import { endorsementFailure, isAlreadyOrdered, toChannelFailure } from './failure.js';
import { certificateAt, certificateIn, type Certificate, type Certificates } from '../channel/certificates.js';
import { CertificateEnded, type ChannelFailure } from '../channel/channel.js';
import type { Orderers } from '../channel/orderers.js';
import type { EndorsedTransaction, Endorsement, Endorsing, ChannelBlock, EncodedBlock } from '../channel/channel.js';
import { HedgedEndorsing } from './hedging.js';
import { limitCalls } from './limit-calls.js';
import { type Configured, configuredIn, EndorserCertificates, presentedBy } from './node-certificates.js';
import { OwnPeers } from './own-peers.js';
import { ReadingRoles } from './reading-roles.js';
import { createSigner, signLowS } from './signer.js';
import { loadWallet, type WalletIdentity } from './wallet.js';

export async function openFabricChannel(options: FabricChannelOptions): Promise<FabricAccess> {
  return new FabricChannel(options, await loadWallet(options.walletPath));
}

/** The longest that a call takes. */
const RENEWED_AFTER_MS = 20_000;

/** A deadline for fabric-gateway's call options. */
const within = (timeoutMs: number): { deadline: number } => ({ deadline: Date.now() + timeoutMs });

const isLost = (error: unknown): boolean => toChannelFailure(error).kind === 'unavailable';

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
  readonly #reading = new ReadingRoles();
  #peers: OwnPeers;
  readonly orderers: Orderers;

  constructor(
    private readonly options: FabricChannelOptions,
    private identities: ReadonlyMap<Role, WalletIdentity>,
  ) {
    const { peer, otherPeers = [] } = options;
    this.#peers = new OwnPeers([peer, ...otherPeers], () => this.#connectAll());
    this.#choosing = new Endorsers(options.mspId, options.endorsers, Date.now, [
      ...(options.auditors ?? []),
      ...(options.regulators ?? []),
    ]);
    this.#endorsing = new HedgedEndorsing(this.#choosing, toChannelFailure);
    this.#tlsRoot = certificateAt('peer-tls-root', options.peer.tlsRootCertPath);
    this.#connectAll();
    this.orderers = new FabricOrderers({
      channel: options.channel,
      configuration: () => this.#configuration(),
      identity: () => this.#identity(this.#anyRole),
    });
  }

  #connectAll(): void {
    const { client } = this.#peers;
    this.#gateways = new Map();
    this.#certificates = new Map();
    this.#reading.forget();
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
      this.#presented = await presentedBy(this.#peers.address);
      this.#configured = configuredIn(await this.#configuration());
    },
  };

  #configuration(): Promise<Uint8Array> {
    return this.#evaluate(this.#anyRole, 'cscc', 'GetChannelConfig', [this.options.channel]);
  }

  readonly ordererName = (id: number): string => this.#configured.orderers.get(id) ?? String(id);

  follow(members: () => EndorsingMembers | undefined): void {
    this.#choosing.members = members;
  }

  async renew(how: 'same' | 'next' = 'same'): Promise<void> {
    const identities = await loadWallet(this.options.walletPath);
    const tlsRoot = certificateAt('peer-tls-root', this.options.peer.tlsRootCertPath);
    const before = this.#peers;
    // What is under way goes on with what it began with; streams break off and are taken up again.
    // One that is silent is connected all the same.
    this.#peers = before.again(how);
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
      return await this.#peers.ask(
        () =>
          this.#network(role)
            .getContract(chaincode)
            .newProposal(transactionName, { arguments: args, endorsingOrganizations, ...transientOf(privateInput) })
            .evaluate(within(timeoutMs)),
        isLost,
      );
    } catch (error) {
      throw this.#failureOf(role, error);
    }
  }

  #failureOf(role: Role, error: unknown): ChannelFailure {
    const failure = toChannelFailure(error);
    this.#reading.note(role, failure);
    return failure;
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
    const { endorsingOrganizations: asked = [] } = options;
    const endorsed = await this.#peers
      .ask(
        () =>
          this.#inTurn(() =>
            this.#network(role)
              .getContract(this.options.chaincode)
              .newProposal(transactionName, options)
              .endorse(within(deadlines.endorseMs)),
          ),
        isLost,
      )
      .catch((error: unknown) => {
        throw endorsementFailure(error, asked);
      });
    const bytes = endorsed.getBytes();
    this.#endorsers.see(asked, bytes);
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
      yield { ...(await decodeBlockInTurns(block, this.options.chaincode)), encoded: () => new Uint8Array(block) };
    }
  }

  async *encodedBlocks(startBlock: number, signal: AbortSignal): AsyncIterable<EncodedBlock> {
    for await (const block of this.#stream(startBlock, signal)) {
      yield { number: blockNumberOf(block), bytes: () => new Uint8Array(block) };
    }
  }

  /** In memory that what is read of them has views of. */
  #stream(startBlock: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const role = this.#anyRole;
    const from = {
      client: this.#peers.client,
      gateway: this.#gateway(role),
      channel: this.options.channel,
      sign: (message: Uint8Array) => signLowS(this.#identity(role).privateKey, message),
      failureOf: (error: unknown) => this.#failureOf(role, error),
    };
    return deliveredBlocks(from, startBlock, signal);
  }

  /** Whether the peer is there; it does not wait behind other calls. */
  async height(): Promise<number> {
    const { channel } = this.options;
    const peers = this.#peers;
    const asked = this.#evaluate(this.#anyRole, 'qscc', 'GetChainInfo', [channel], undefined, deadlines.heightMs);
    return peers.seen(asked.then((bytes) => common.BlockchainInfo.deserializeBinary(bytes).getHeight()));
  }

  close(): void {
    for (const gateway of this.#gateways.values()) gateway.close();
    this.#peers.close();
  }

  get #anyRole(): Role {
    return this.#reading.choose(this.#certificates, Date.now());
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
