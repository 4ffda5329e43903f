/** A channel with real certificates, and everything needed to write its transactions and blocks by hand. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, peer } from '@hyperledger/fabric-protos';
import { createPeerLedger } from '../../../network/embedded/ledger/peer-ledger.js';
import type { PeerLedgerOptions } from '../../../network/embedded/ledger/peer-ledger-options.js';
import { ReadWriteSetBuilder } from '../../../network/embedded/ledger/read-write-set-builder.js';
import type { CommittedBlock, PeerLedger } from '../../../network/embedded/ledger/types.js';
import { ordererBlockMetadata, signBlock } from '../../../network/embedded/msp/block-signatures.js';
import { createSigner, type Signer } from '../../../network/embedded/msp/signer.js';
import { encodeBlock, nextBlockHeader } from '../../../network/embedded/wire/block.js';
import { buildEnvelope } from '../../../network/embedded/wire/envelope.js';
import { buildProposalResponsePayload, endorse } from '../../../network/embedded/wire/endorsement.js';
import { parseSignedProposal } from '../../../network/embedded/wire/proposal.js';
import { buildTransactionPayload } from '../../../network/embedded/wire/transaction.js';
import { computeTxId } from '../../../network/embedded/wire/transaction-id.js';
import { createGenesisBlock, parseSignaturePolicy } from '../../../network/genesis/index.js';
import { loadIdentity, organizationPaths } from '../../../network/identities/index.js';
import { createTopology } from '../../../network/topology.js';
import { standingIdentities } from '../../support/standing-identities.js';

// Making certificates, where that is still to be done, takes a second, and on a busy machine several.
jest.setTimeout(60_000);

export const CHANNEL = 'points';
export const CHAINCODE = 'points';

export type OrganizationName = 'harbor' | 'citypark' | 'greenmart' | 'auditor';

export interface TransactionSpec {
  /** Fills the read-write set. */
  readonly does?: (set: ReadWriteSetBuilder) => void;
  /** Instead of `does`: results as they stand. */
  readonly results?: Uint8Array;
  readonly endorsers?: readonly Signer[];
  readonly creator?: Signer;
  readonly chaincode?: string;
  /** The chaincode that endorsers say has run, if that is not the one that was asked for. */
  readonly endorsedAs?: string;
  readonly channel?: string;
  readonly nonce?: Uint8Array;
  readonly txId?: string;
  readonly events?: Uint8Array;
  readonly type?: number;
}

export interface ChannelFixture {
  readonly genesisBlockBytes: Uint8Array;
  peer(name: OrganizationName): Signer;
  orderer(name: OrganizationName): Signer;
  admin(name: OrganizationName): Signer;
  /** A client with a role; `operator` unless said otherwise. */
  client(name: OrganizationName, role?: string): Signer;
  /** Serialised ApplicationPolicy of a policy in Fabric's notation. */
  policy(text: string): Uint8Array;
  transaction(spec: TransactionSpec): { readonly txId: string; readonly envelope: Uint8Array };
  /** The block that follows, signed by three orderers unless told otherwise. */
  nextBlock(ledger: PeerLedger, envelopes: readonly Uint8Array[], orderers?: readonly OrganizationName[]): Uint8Array;
  /** Commits one block with these transactions; the codes come back. */
  commit(ledger: PeerLedger, ...specs: readonly TransactionSpec[]): Promise<CodedBlock>;
  openLedger(folder: string, options?: Partial<PeerLedgerOptions>): Promise<PeerLedger>;
  temporaryFolder(): string;
  /** Removes every folder. */
  remove(): void;
}

export interface CodedBlock extends CommittedBlock {
  readonly codes: readonly number[];
}

/** Makes certificates and a first block in a folder of its own. */
export async function createChannelFixture(): Promise<ChannelFixture> {
  const folders: string[] = [];
  const temporaryFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'commonpoint-ledger-'));
    folders.push(folder);
    return folder;
  };
  const topology = createTopology();
  const dataDir = temporaryFolder();
  await standingIdentities(topology, dataDir);
  const genesisBlockBytes = await createGenesisBlock(topology, dataDir, { consensus: 'BFT' });
  const signers = new Map<string, Signer>();
  const organization = (name: string) => {
    const found = topology.organizations.find(({ slug }) => slug === name);
    if (!found) throw new Error(`no organisation ${name}`);
    return { ...found, paths: organizationPaths(dataDir, found) };
  };
  const signer = (name: string, choose: (paths: ReturnType<typeof organizationPaths>) => string): Signer => {
    const { mspId, paths } = organization(name);
    const folder = choose(paths);
    const known = signers.get(folder) ?? createSigner(loadIdentity(mspId, folder));
    signers.set(folder, known);
    return known;
  };
  const fixture: ChannelFixture = {
    genesisBlockBytes,
    peer: (name) => signer(name, (paths) => paths.peerMspDir),
    orderer: (name) => signer(name, (paths) => paths.ordererMspDir),
    admin: (name) => signer(name, (paths) => paths.adminMspDir),
    client: (name, role = name === 'auditor' ? 'auditor' : 'operator') =>
      signer(name, (paths) => paths.userMspDir(role)),
    policy: (text) => {
      const policy = new peer.ApplicationPolicy();
      policy.setSignaturePolicy(parseSignaturePolicy(text));
      return policy.serializeBinary();
    },
    transaction: (spec) =>
      buildTransaction({
        endorsers: [fixture.peer('harbor'), fixture.peer('citypark')],
        creator: fixture.client('harbor'),
        ...spec,
      }),
    nextBlock: (ledger, envelopes, orderers = ['harbor', 'citypark', 'greenmart']) => {
      const header = nextBlockHeader(ledger.height, ledger.currentBlockHash, envelopes);
      const signatures = signBlock(
        header,
        ordererBlockMetadata(0),
        orderers.map((name) => ({
          signer: fixture.orderer(name),
          consenterId: organization(name).orderer.consenterId,
        })),
      );
      return encodeBlock({ header, data: envelopes, metadata: [signatures] });
    },
    commit: async (ledger, ...specs) => {
      const envelopes = specs.map((spec) => fixture.transaction(spec).envelope);
      const block = await ledger.commit(fixture.nextBlock(ledger, envelopes));
      return { ...block, codes: block.transactions.map(({ validationCode }) => validationCode) };
    },
    openLedger: (folder, options = {}) =>
      createPeerLedger({
        folder,
        genesisBlockBytes,
        definitions: async (namespace) =>
          namespace === CHAINCODE
            ? { policyBytes: fixture.policy("OutOf(2, 'HarborMSP.peer', 'CityParkMSP.peer', 'GreenMartMSP.peer')") }
            : undefined,
        ...options,
      }),
    temporaryFolder,
    remove: () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
  return fixture;
}

/** A proposal as a client makes it. */
export function buildSignedProposal(spec: TransactionSpec & { readonly creator: Signer }): peer.SignedProposal {
  const nonce = spec.nonce ?? randomBytes(24);
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(spec.chaincode ?? CHAINCODE);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(spec.type ?? common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(spec.channel ?? CHANNEL);
  channelHeader.setTxId(spec.txId ?? computeTxId(nonce, spec.creator.identity));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(spec.creator.identity);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const input = new peer.ChaincodeInput();
  input.setArgsList([Buffer.from('Points:Post'), Buffer.from('{}')]);
  const chaincodeSpec = new peer.ChaincodeSpec();
  chaincodeSpec.setChaincodeId(chaincodeId);
  chaincodeSpec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(chaincodeSpec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  payload.getTransientmapMap().set('secret', Buffer.from('never in the transaction'));
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const bytes = proposal.serializeBinary();
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(spec.creator.sign(bytes));
  return signed;
}

function buildTransaction(
  spec: TransactionSpec & { readonly creator: Signer; readonly endorsers: readonly Signer[] },
): { txId: string; envelope: Uint8Array } {
  const proposal = parseSignedProposal(buildSignedProposal(spec));
  const set = new ReadWriteSetBuilder();
  spec.does?.(set);
  const response = new peer.Response();
  response.setStatus(200);
  const payload = buildProposalResponsePayload({
    proposalHash: proposal.proposalHash,
    results: spec.results ?? set.encode(),
    events: spec.events ?? new Uint8Array(),
    response,
    chaincode: { name: spec.endorsedAs ?? spec.chaincode ?? CHAINCODE, version: '1.0' },
  });
  const endorsements = spec.endorsers.map((endorser) => endorse(payload, endorser));
  const transactionPayload = buildTransactionPayload(proposal, payload, endorsements);
  return {
    txId: proposal.txId,
    envelope: buildEnvelope(transactionPayload, spec.creator.sign(transactionPayload)),
  };
}
