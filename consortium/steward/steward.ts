/**
 * One organisation's part in changes of the channel: it holds the key of the organisation's administrator towards Fabric, which no
 * gateway has. It plans by itself, of its own peer's configuration, and signs only what it planned, what is not dangerous and what
 * members decided on. What others planned is compared, never signed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  listOrganizations,
  listPlanExecutions,
  listPlanSignatures,
  type Organization,
  pauseWrites,
  type PlanSignature,
  type Proposal,
  recordExecution,
  type ReplyOf,
  type RequestOf,
  signPlan,
  type Transaction,
} from '@commonpoint/catalogue';
import type { Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { type ChaincodeDefinition, definitionHash } from '@commonpoint/network/admin/chaincode-definition';
import {
  approveDefinition,
  type CommittedAt,
  commitDefinition,
  commitReadiness,
  committedDefinition,
  installChaincode,
} from '@commonpoint/network/admin/lifecycle';
import { committedPlace } from '@commonpoint/network/admin/definition-place';
import { packageChaincode } from '@commonpoint/network/admin/package-chaincode';
import { describeError } from '@commonpoint/network/admin/retry';
import { connectPeer, type PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { carryOut, planUpdate, type PlannedUpdate, readConfig } from '@commonpoint/network/config/carry-out';
import { changesConsenters } from '@commonpoint/network/config/channel-values';
import { ConfigurationHistory } from '@commonpoint/network/config/configuration-history';
import { refuseDangers } from '@commonpoint/network/config/dangers';
import { revokedBy } from '@commonpoint/network/config/membership-intents';
import type { Intent } from '@commonpoint/network/config/intents';
import { requireWellOrderers } from '@commonpoint/network/config/preflight';
import { senderOf } from '@commonpoint/network/config/signed-envelope';
import { signUpdate } from '@commonpoint/network/config/sign-update';
import { loadIdentity } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import type { Organization as Node, Topology } from '@commonpoint/network/topology';
import {
  allProposals,
  carriedOut,
  type Decided,
  decisionOnDefinition,
  executedWith,
  isOwnRecord,
  NotDecided,
  openDecision,
  openPlans,
} from './decisions.js';
import { hashOf, refuseUseless, type SignedPlan } from './signed-plan.js';
import { unlessOvertaken } from './unless-overtaken.js';

/** So long after the block that has writes wait, what was under way is over. */
const QUIET_MS = 700;
/** So far apart a decision's time and a block's may be at the most. */
const CLOCKS_DIFFER_MS = 15 * 60_000;

export class Steward {
  readonly #admin: PeerConnection;
  readonly #reader: PeerConnection;
  readonly #topology: Topology;
  readonly history: ConfigurationHistory;
  readonly #say: (line: string) => void;
  /** Sequences of configurations that are recorded. */
  readonly #recorded = new Set<number>();

  /** Dials when it is first used. */
  constructor(topology: Topology, organization: Node, dataDir: string, say: (line: string) => void = () => undefined) {
    this.#say = say;
    this.#topology = topology;
    this.#admin = connectPeer(organization, dataDir);
    this.history = new ConfigurationHistory(this.#admin, topology.channel);
    const paths = organizationPaths(dataDir, organization);
    // Administrators towards Fabric have no role with points: votes are read, and signatures posted, as its delegate.
    this.#reader = connectPeer(organization, dataDir, loadIdentity(organization.mspId, paths.userMspDir('delegate')));
  }

  /** What the intent comes to on the own peer's configuration. @throws IntentRefused @throws NothingChanges */
  async plan(wish: Intent): Promise<PlannedUpdate> {
    const { channel } = this.#topology;
    return planUpdate(channel, await readConfig(this.#admin, channel), wish);
  }

  /**
   * @returns the signature, and the proposal that covers it; none where it takes back certificates of its own
   * @throws DangerousUpdate @throws NotDecided
   */
  async sign(
    planned: PlannedUpdate,
  ): Promise<{ readonly signed: SignedPlan; readonly proposalId: string | undefined }> {
    const { channel } = this.#topology;
    const { mspId } = this.#asReader;
    refuseDangers(planned.present, planned.wanted);
    const { planHash, changes } = planned;
    const isOwn = revokedBy(planned.present, planned.wanted) === mspId;
    const proposalId = isOwn
      ? undefined
      : openDecision(await this.decisions(), { planHash, elements: elementsOf(changes) }).proposalId;
    const signature = signUpdate(senderOf(this.#admin.identity), planned.update).serializeBinary();
    const signed: SignedPlan = {
      channel,
      mspId,
      sequence: planned.present.getSequence(),
      planHash,
      updateHash: hashOf(planned.update),
      signature: Buffer.from(signature).toString('base64'),
    };
    return { signed, proposalId };
  }

  /**
   * Sends the update with the signatures that there are, and waits until it is in force.
   *
   * @returns the configuration that is
   * @throws SignatureUseless @throws OrderersUnwell @throws UpdateNotInForce
   */
  async send(planned: PlannedUpdate, signatures: readonly SignedPlan[]): Promise<common.Config> {
    for (const each of signatures) refuseUseless(each, planned);
    const { present, wanted } = planned;
    // A key that is in wrong hands does not wait for an orderer that is unwell; who orders is not touched.
    const isRevocation = revokedBy(present, wanted) !== undefined;
    if (!isRevocation) await this.requireWellOrderers(present, wanted);
    if (changesConsenters(present, wanted)) await this.#pauseWrites(planned);
    const decoded = signatures.map(({ signature }) =>
      common.ConfigSignature.deserializeBinary(Buffer.from(signature, 'base64')),
    );
    return carryOut(this.#admin, planned, decoded);
  }

  /**
   * Orderers that change go on at once when nothing is under way. Where writes cannot be told to wait, commits may pause for
   * seconds, and nothing is lost by it.
   */
  async #pauseWrites({ planHash, changes }: PlannedUpdate): Promise<void> {
    try {
      const { proposalId } = openDecision(await this.decisions(), { planHash, elements: elementsOf(changes) });
      await this.submit(pauseWrites, { planHash, proposalId });
      await sleep(QUIET_MS);
    } catch (error) {
      this.#say(`writes do not wait: ${describeError(error)}`);
    }
  }

  /** Those that order now and go on ordering. @throws OrderersUnwell */
  requireWellOrderers(present: common.Config, wanted: common.Config): Promise<void> {
    return requireWellOrderers(this.#admin, this.#topology.channel, present, { wanted });
  }

  /** Records on the ledger where decisions were carried out, as the own word, of which there is none yet: another one's may be false. */
  async recordExecutions(): Promise<number> {
    const missing = carriedOut(await this.decisions()).filter(({ change }) => !this.#recorded.has(change.sequence));
    let count = 0;
    for (const { proposal, change } of missing) {
      const { planHash, block, sequence } = change;
      const { proposalId } = proposal;
      const { executions } = await this.read(listPlanExecutions, { planHash });
      if (!executions.some((each) => isOwnRecord(each, { mspId: this.mspId, proposalId }))) {
        await this.submit(recordExecution, { planHash, proposalId, block, sequence });
        count += 1;
      }
      this.#recorded.add(sequence);
    }
    return count;
  }

  get mspId(): string {
    return this.#admin.organization.mspId;
  }

  /** Signs what was planned, and posts it on the ledger with the intent. @throws DangerousUpdate @throws NotDecided */
  async post(planned: PlannedUpdate, wish: Intent): Promise<PlanSignature> {
    const { signed, proposalId } = await this.sign(planned);
    if (proposalId === undefined)
      throw new NotDecided('what an organisation revokes of its own needs nobody else: send it');
    const { planHash, sequence, updateHash, signature } = signed;
    const request = { planHash, proposalId, intent: JSON.stringify(wish), sequence, updateHash, signature };
    return this.submit(signPlan, request);
  }

  /** What organisations have posted of one plan. */
  async postedOn(planHash: string): Promise<readonly PlanSignature[]> {
    return (await this.read(listPlanSignatures, { planHash })).signatures;
  }

  /** What is in force, as the own peer has it. */
  config(): Promise<common.Config> {
    return readConfig(this.#admin, this.#topology.channel);
  }

  definition(): Promise<ChaincodeDefinition | undefined> {
    return committedDefinition(this.#admin, this.#topology.channel, this.#topology.chaincode.name);
  }

  /** All that members ever proposed. */
  proposals(): Promise<Proposal[]> {
    return allProposals(this.#network, this.#asReader);
  }

  /**
   * All that was ever proposed, and hashes of plans still to be carried out, in the order of the decisions. Read before what it may
   * have led to, it misses no change that comes into force in between.
   */
  async decisions(): Promise<Decided & { readonly open: readonly string[] }> {
    const proposals = await this.proposals();
    const changes = await this.history.changes();
    return { proposals, changes, open: openPlans({ proposals, changes }) };
  }

  async organizations(): Promise<readonly Organization[]> {
    return (await this.read(listOrganizations, {})).organizations;
  }

  /** What the own peer answers. */
  async read<Of extends Transaction>({ name, reply }: Of, request: RequestOf<Of>): Promise<ReplyOf<Of>> {
    const { chaincode, mspId } = this.#asReader;
    const options = { arguments: [JSON.stringify(request)], endorsingOrganizations: [mspId] };
    const answer = await this.#network.getContract(chaincode).newProposal(name, options).evaluate();
    return reply.parse(JSON.parse(Buffer.from(answer).toString('utf8'))) as ReplyOf<Of>;
  }

  /** As the organisation's delegate, endorsed by the peers of all of these, or of any that are enough. */
  async submit<Of extends Transaction>(
    { name, reply }: Of,
    request: RequestOf<Of>,
    endorsers?: readonly string[],
  ): Promise<ReplyOf<Of>> {
    const from = endorsers !== undefined && { endorsingOrganizations: [...endorsers] };
    const options = { arguments: [JSON.stringify(request)], ...from };
    const contract = this.#network.getContract(this.#asReader.chaincode);
    const answer = await unlessOvertaken(() => contract.submit(name, options));
    return reply.parse(JSON.parse(Buffer.from(answer).toString('utf8'))) as ReplyOf<Of>;
  }

  /**
   * Has the own peer take the package, and approves a definition that members decided on.
   * @throws NotDecided
   */
  async approve(definition: ChaincodeDefinition): Promise<void> {
    decisionOnDefinition(await this.proposals(), definitionHash(definition));
    await this.approveAsNewcomer(definition);
  }

  /** The same of one that joins by it: its peer cannot ask for votes before it runs the chaincode, and it speaks for itself alone. */
  async approveAsNewcomer(definition: ChaincodeDefinition): Promise<void> {
    const chaincode = packageChaincode(this.#topology);
    await installChaincode(this.#admin, chaincode);
    await approveDefinition(this.#admin, this.#topology.channel, definition, chaincode.packageId);
  }

  /** Which organisations have approved exactly this definition. */
  approvals(definition: ChaincodeDefinition): Promise<ReadonlyMap<string, boolean>> {
    return commitReadiness(this.#admin, this.#topology.channel, definition);
  }

  /** Commits what all of `endorsers` have approved: the peer of one that has not would refuse to run the chaincode. */
  commit(definition: ChaincodeDefinition, endorsers: readonly string[]): Promise<CommittedAt | undefined> {
    return commitDefinition(this.#admin, this.#topology.channel, definition, endorsers);
  }

  /**
   * Records where a definition that members decided on was committed, as the own word, unless it has said so: it, or another process of
   * it, may have been cut off in between. What members did not decide on, as a founding, is recorded by nobody.
   */
  async recordDefinition(definition: ChaincodeDefinition, committed: CommittedAt | undefined): Promise<void> {
    const planHash = definitionHash(definition);
    const [decided] = executedWith(await this.proposals(), 'chaincode-definition', planHash);
    if (decided === undefined) return;
    const { proposalId, endedAt = '' } = decided;
    const { executions } = await this.read(listPlanExecutions, { planHash });
    if (executions.some((each) => isOwnRecord(each, { mspId: this.mspId, proposalId }))) return;
    const sinceMs = Date.parse(endedAt) - CLOCKS_DIFFER_MS;
    const place = committed ?? (await committedPlace(this.#admin, this.#topology.channel, definition, sinceMs));
    if (place === undefined) return;
    await this.submit(recordExecution, { planHash, proposalId, ...place, sequence: definition.sequence });
  }

  get #network(): Network {
    return this.#reader.gateway.getNetwork(this.#topology.channel);
  }

  get #asReader(): { readonly chaincode: string; readonly mspId: string } {
    return { chaincode: this.#topology.chaincode.name, mspId: this.#admin.organization.mspId };
  }

  close(): void {
    this.#admin.close();
    this.#reader.close();
  }
}

const elementsOf = (changes: PlannedUpdate['changes']): string[] => changes.map(({ element }) => element);
