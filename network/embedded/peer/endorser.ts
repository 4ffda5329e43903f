/**
 * The endorser: simulates a proposal and vouches for the outcome.
 *
 * Fabric: checks the proposal's form, time, identity, signature, that its id is new and its creator a writer; runs the
 * chaincode on a simulator; signs what came of it. What is wrong with the proposal itself is an error of the call; what
 * goes wrong while it runs is a response with status 500. A response of 500 and more comes unsigned with its payload, of
 * 400 to 499 alone. Reference: `core/endorser/{endorser,msgvalidation}.go`, `core/handlers/auth/filter/`. Left out: the
 * chaincode interest in responses (the gateway here asks for key-level policies when it needs them), endorsement plugins.
 */
import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeSupport } from '../chaincode-support/chaincode-support.js';
import { CollectionAccess } from '../chaincode-support/collection-access.js';
import { findCollection } from '../ledger/collections.js';
import type { PrivateWriteSet } from '../ledger/private-data-types.js';
import type { TransactionSimulator } from '../ledger/types.js';
import { isWithinValidity } from '../msp/identity.js';
import type { MspManager } from '../msp/msp-manager.js';
import type { Signer } from '../msp/signer.js';
import { asBuffer, EMPTY_BYTES } from '../wire/bytes.js';
import { buildProposalResponsePayload, endorse } from '../wire/endorsement.js';
import { checkProposal, isWithinTimeWindow } from '../wire/proposal.js';
import { CHANNEL_WRITERS, checkChannelPolicy } from './access-control.js';
import { IncomingProposal } from './incoming-proposal.js';
import type { PeerChannel } from './peer-channel.js';
import { errorResponse, type SystemChaincode, SYSTEM_CHAINCODE_VERSION, textOf } from './system-chaincode.js';
import { TIME_WINDOW_MINUTES } from '../../time-window.js';

export interface EndorserOptions {
  readonly signer: Signer;
  readonly localMsp: MspManager;
  readonly chaincodeSupport: ChaincodeSupport;
  readonly systemChaincodes: ReadonlyMap<string, SystemChaincode>;
  findChannel(id: string): PeerChannel | undefined;
  /** Keeps private write sets and hands them to the other members; what it throws refuses the endorsement. */
  distribute?(channel: PeerChannel, txId: string, sets: readonly PrivateWriteSet[]): Promise<void>;
}

/** Something is wrong with the proposal itself; it was not simulated. */
export class ProposalRefusedError extends Error {
  override readonly name = 'ProposalRefusedError';
}

/** A collection whose values, not only hashes, were read. */
export type PrivateRead = { readonly namespace: string; readonly collection: string };

/** Fabric tells it in the response; see LIMITS.md. */
const privateReads = new WeakMap<peer.ProposalResponse, readonly PrivateRead[]>();

/** The collections that the simulation behind a response has read. */
export function privateReadsOf(response: peer.ProposalResponse): readonly PrivateRead[] {
  return privateReads.get(response) ?? [];
}

const ERROR_THRESHOLD = 400;
const ERROR = 500;

interface Simulation {
  readonly response: peer.Response;
  readonly events: Uint8Array;
  readonly version: string;
}

export class Endorser {
  constructor(private readonly options: EndorserOptions) {}

  /** Throws ProposalRefusedError; all else is told in the response. */
  async process(proposal: IncomingProposal): Promise<peer.ProposalResponse> {
    const { channelId } = proposal.parsed;
    const channel = channelId === '' ? undefined : this.options.findChannel(channelId);
    if (channelId !== '' && !channel) return proposalResponse(errorResponse(`channel '${channelId}' not found`));
    await this.#check(proposal, channel);
    try {
      return await this.#simulate(proposal, channel);
    } catch (error) {
      return proposalResponse(errorResponse((error as Error).message));
    }
  }

  async #check(proposal: IncomingProposal, channel: PeerChannel | undefined): Promise<void> {
    const { parsed } = proposal;
    if (!isWithinTimeWindow(parsed, Date.now())) {
      const timestamp = new Date(parsed.header.timestamp.seconds * 1000).toISOString();
      throw new ProposalRefusedError(
        `request unauthorized due to incorrect timestamp ${timestamp}, peer time ${new Date().toISOString()}, ` +
          `peer.authentication.timewindow ${TIME_WINDOW_MINUTES}m0s`,
      );
    }
    try {
      checkProposal(parsed);
    } catch (error) {
      throw new ProposalRefusedError(`error validating proposal: ${(error as Error).message}`, { cause: error });
    }
    await this.#checkCreator(proposal, channel);
    if (!channel) return;
    if (await channel.ledger.getTransaction(parsed.txId)) {
      const creator = asBuffer(parsed.header.creator).toString('hex');
      throw new ProposalRefusedError(`duplicate transaction found [${parsed.txId}]. Creator [${creator}]`);
    }
    // System chaincodes check access themselves.
    if (this.options.systemChaincodes.has(parsed.chaincodeName)) return;
    try {
      await checkChannelPolicy(channel.config, CHANNEL_WRITERS, proposal.signed);
    } catch (error) {
      throw new ProposalRefusedError((error as Error).message, { cause: error });
    }
  }

  async #checkCreator({ parsed, signed }: IncomingProposal, channel: PeerChannel | undefined): Promise<void> {
    const msps = channel?.config.msps ?? this.options.localMsp;
    const member = msps.findMember(parsed.header.creator);
    const where = `error validating proposal: access denied: channel [${parsed.channelId}]`;
    if (!member) throw new ProposalRefusedError(`${where} creator org unknown, creator is malformed`);
    if (!isWithinValidity(member, Date.now())) throw new ProposalRefusedError('proposal client identity expired');
    if (!(await msps.verify(signed))) throw new ProposalRefusedError(`${where} creator org [${member.mspId}]`);
  }

  async #simulate(proposal: IncomingProposal, channel: PeerChannel | undefined): Promise<peer.ProposalResponse> {
    const { parsed } = proposal;
    const system = this.options.systemChaincodes.get(parsed.chaincodeName);
    const simulator = channel && (!system || system.usesState) ? await channel.ledger.newSimulator() : undefined;
    let simulation: Simulation;
    let results: Uint8Array;
    try {
      simulation = system
        ? await this.#runSystemChaincode(system, proposal, channel, simulator)
        : await this.#runChaincode(proposal, channel, simulator);
      results = simulator?.takeReadWriteSet() ?? EMPTY_BYTES;
    } finally {
      await simulator?.release();
    }
    const { response } = simulation;
    const status = response.getStatus();
    if (!channel && status < ERROR) return proposalResponse(response);
    if (status >= ERROR_THRESHOLD && status < ERROR) return proposalResponse(response);
    const privateSets = status < ERROR_THRESHOLD ? (simulator?.privateData?.writeSets() ?? []) : [];
    if (channel && privateSets.length > 0) await this.#distribute(channel, parsed.txId, privateSets);
    const payload = buildProposalResponsePayload({
      proposalHash: parsed.proposalHash,
      results,
      events: status < ERROR_THRESHOLD ? simulation.events : EMPTY_BYTES,
      response,
      chaincode: { name: parsed.chaincodeName, version: simulation.version },
    });
    const answer = proposalResponse(response, payload);
    if (status < ERROR) answer.setEndorsement(endorse(payload, this.options.signer));
    if (simulator?.privateData) privateReads.set(answer, simulator.privateData.privateReads);
    return answer;
  }

  async #distribute(channel: PeerChannel, txId: string, sets: readonly PrivateWriteSet[]): Promise<void> {
    try {
      await this.options.distribute?.(channel, txId, sets);
    } catch (error) {
      throw new Error(
        `error in simulation: failed to distribute private collection, txID ${txId}, channel ${channel.id}: ` +
          (error as Error).message,
        { cause: error },
      );
    }
  }

  async #runSystemChaincode(
    system: SystemChaincode,
    proposal: IncomingProposal,
    channel: PeerChannel | undefined,
    simulator: TransactionSimulator | undefined,
  ): Promise<Simulation> {
    const [functionName, ...args] = proposal.parsed.args;
    const response = await system.invoke({ proposal, functionName: textOf(functionName), args, channel, simulator });
    return { response, events: EMPTY_BYTES, version: SYSTEM_CHAINCODE_VERSION };
  }

  async #runChaincode(
    proposal: IncomingProposal,
    channel: PeerChannel | undefined,
    simulator: TransactionSimulator | undefined,
  ): Promise<Simulation> {
    const { parsed } = proposal;
    const { chaincodeName: name } = parsed;
    if (!channel || !simulator) throw new Error(`chaincode ${name} cannot be invoked without a channel`);
    const deployed = await channel.chaincodes.forInvocation(name, simulator).catch((error: unknown) => {
      throw new Error(
        `make sure the chaincode ${name} has been successfully defined on channel ${channel.id} and try again: ` +
          (error as Error).message,
        { cause: error },
      );
    });
    const { packageId, address } = deployed.installed;
    const { response, event } = await this.options.chaincodeSupport
      .invoke(packageId, address, {
        channel: channel.id,
        txId: parsed.txId,
        namespace: name,
        isInit: false,
        input: proposal.inputBytes,
        signedProposal: proposal.bytes,
        simulator,
        access: new CollectionAccess({
          channel: channel.id,
          chaincode: name,
          creator: channel.config.msps.findMember(parsed.header.creator),
          find: (collection) => findCollection(channel.config, deployed.definition, collection),
        }),
      })
      .catch((error: unknown) => {
        throw new Error(`error in simulation: ${(error as Error).message}`, { cause: error });
      });
    return { response, events: event?.serializeBinary() ?? EMPTY_BYTES, version: deployed.definition.version };
  }
}

function proposalResponse(response: peer.Response, payload?: Uint8Array): peer.ProposalResponse {
  const answer = new peer.ProposalResponse();
  answer.setVersion(1);
  answer.setResponse(response);
  if (payload) answer.setPayload(payload);
  return answer;
}
