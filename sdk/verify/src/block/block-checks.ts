/** What a block has to pass, check by check, and what it is held against. Each stands on the ones before it. */
import { quorumOf } from '../../../../audit/src/block-header.js';
import { hexDigits, joined } from '../../../../audit/src/byte-texts.js';
import { commitInput } from '../../../../audit/src/commit-input.js';
import { areEqual, sha256 } from '../bytes.js';
import { hasSigned } from './certificate.js';
import { type Configuration, readIdentity } from './configuration.js';
import { type Block, type Envelope, type OrdererSignature, readBlock, readEnvelope } from './read-block.js';

/**
 * - `readable`: the bytes are a block, of the number that was asked for
 * - `data`: its transactions hash to what its header says
 * - `chain`: its header names the hash of the block before
 * - `orderers`: enough orderers of the configuration in force signed the header, and no signature is wrong
 * - `configuration`: they say that this configuration is the one in force
 * - `clients`: every transaction that took effect is signed by a certificate of the channel, and its id is its own
 * - `endorsers`: so is every endorsement of it, over what stands in it
 * - `commit`: what peers made of it hashes, with what was before, to the commit hash that it carries
 */
export const checkNames = [
  'readable',
  'data',
  'chain',
  'orderers',
  'configuration',
  'clients',
  'endorsers',
  'commit',
] as const;
export type CheckName = (typeof checkNames)[number];

export interface Check {
  readonly name: CheckName;
  /** `unknown` where something that it needs is not at hand, which `detail` names. */
  readonly state: 'passed' | 'failed' | 'unknown';
  /** In words, for people. */
  readonly detail: string;
}

export interface HeldAgainst {
  readonly number: number;
  /** The bytes of the block before; none of the first one. */
  readonly previous?: Uint8Array | undefined;
  /** The configuration in force, and the block that has it. */
  readonly configuration?: { readonly block: number; readonly read: Configuration } | undefined;
}

const VALID = 0;

export type Outcome = Omit<Check, 'name'>;
const passed = (detail: string): Outcome => ({ state: 'passed', detail });
const wrong = (detail: string): Outcome => ({ state: 'failed', detail });
const unknown = (detail: string): Outcome => ({ state: 'unknown', detail });
const noConfiguration = unknown('The configuration in force is not known.');
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export async function checkData({ header, envelopes }: Block): Promise<Outcome> {
  return areEqual(await sha256(concat(envelopes)), header.dataHash)
    ? passed('Its transactions hash to what its header says.')
    : wrong('Its transactions hash to something else than its header says.');
}

export async function checkChain({ header }: Block, { previous, number }: HeldAgainst): Promise<Outcome> {
  if (number === 0) {
    return header.previousHash.length === 0
      ? passed('It is the first block.')
      : wrong('It is the first block, and names one before it.');
  }
  if (previous === undefined) return unknown('The block before is not known.');
  const before = readBlock(previous);
  const hash = await sha256(Uint8Array.from(before.headerBytes));
  return before.header.number === number - 1 && areEqual(hash, header.previousHash)
    ? passed(`It names the hash of block ${number - 1}.`)
    : wrong(`It names another hash than that of block ${number - 1}.`);
}

export async function checkOrderers(block: Block, { configuration, number }: HeldAgainst): Promise<Outcome> {
  if (number === 0) return passed('Nobody signs the first block: its hash is known to all members.');
  if (configuration === undefined) return noConfiguration;
  const { consensus, consenters } = configuration.read;
  const signers = new Set<string>();
  for (const signature of block.orderers) {
    const signer = await ordererOf(signature, configuration.read);
    if (signer === undefined) return wrong('A signature names an orderer that the configuration does not know.');
    if (!(await hasSigned(signer, signature.message, signature.signature))) {
      return wrong(`The signature in the name of an orderer of ${signer.mspId} is not its own over this header.`);
    }
    signers.add(`${signer.mspId} ${hexDigits(signer.publicKey)}`);
  }
  const needed = quorumOf(consensus, consenters.size);
  const names = [...signers].map((signer) => signer.split(' ', 1)[0]).join(', ') || 'nobody';
  return signers.size >= needed
    ? passed(`It is signed by ${names}; ${needed} had to.`)
    : wrong(`It is signed by ${names}, of whom ${needed} had to.`);
}

async function ordererOf({ consenter, identity }: OrdererSignature, configuration: Configuration) {
  const named = consenter === undefined ? readIdentity(identity) : configuration.consenters.get(consenter);
  const member = named && (await configuration.orderer(named));
  return member && { mspId: member.mspId, publicKey: member.certificate.publicKey };
}

export async function checkConfiguration(block: Block, { configuration, number }: HeldAgainst): Promise<Outcome> {
  if (number === 0) return passed('It has the first configuration itself.');
  if (configuration === undefined) return noConfiguration;
  const expected = isConfiguration(block) ? number : configuration.block;
  return block.lastConfigBlock === expected
    ? passed(`Its orderers say that the configuration of block ${expected} is in force.`)
    : wrong(`Its orderers say that the configuration is that of block ${block.lastConfigBlock}, not ${expected}.`);
}

export async function checkClients(block: Block, { configuration, number }: HeldAgainst): Promise<Outcome> {
  if (number === 0) return passed('The first block’s configuration is signed by nobody.');
  if (configuration === undefined) return noConfiguration;
  const valid = validOf(block);
  for (const [index, envelope] of valid) {
    if (typeof envelope === 'string')
      return wrong(`Transaction ${index} took effect, and cannot be read: ${envelope}.`);
    // A configuration is signed by the orderer that made it, whose signature the block's orderers stand for.
    if (envelope.kind === 'config') continue;
    const { creator, txId, idInput } = envelope;
    const member = await configuration.read.member(creator.identity);
    const whose = readIdentity(creator.identity).mspId;
    if (member === undefined) return wrong(`Transaction ${index} is made with a certificate that is not of ${whose}.`);
    if (!(await hasSigned(member.certificate, creator.message, creator.signature))) {
      return wrong(`The signature of the client of ${whose} over transaction ${index} is not its own.`);
    }
    if (hexDigits(await sha256(Uint8Array.from(idInput))) !== txId) {
      return wrong(`The id of transaction ${index} is not made of what its client signed.`);
    }
  }
  return passed(`${valid.length} transactions that took effect are signed by clients of the channel.`);
}

export async function checkEndorsers(block: Block, { configuration, number }: HeldAgainst): Promise<Outcome> {
  if (number === 0) return passed('Nobody endorses the first block.');
  if (configuration === undefined) return noConfiguration;
  let count = 0;
  for (const [index, envelope] of validOf(block)) {
    if (typeof envelope === 'string' || envelope.kind === 'config') continue;
    if (!areEqual(await sha256(Uint8Array.from(envelope.proposal)), envelope.proposalHash)) {
      return wrong(`What was endorsed of transaction ${index} is another proposal than stands in it.`);
    }
    if (envelope.endorsements.length === 0) return wrong(`Nobody endorsed transaction ${index}.`);
    for (const { identity, message, signature } of envelope.endorsements) {
      const member = await configuration.read.member(identity);
      const whose = readIdentity(identity).mspId;
      if (member === undefined)
        return wrong(`Transaction ${index} is endorsed with a certificate that is not of ${whose}.`);
      if (!(await hasSigned(member.certificate, message, signature))) {
        return wrong(`The endorsement of transaction ${index} in the name of ${whose} is not its own.`);
      }
      count += 1;
    }
  }
  return passed(`${count} endorsements are of peers of the channel, over what stands in the transactions.`);
}

export async function checkCommit(block: Block, { previous, number }: HeldAgainst): Promise<Outcome> {
  if (number === 0) return passed('The first block has no commit hash.');
  if (previous === undefined) return unknown('The block before is not known.');
  if (block.codes.length !== block.envelopes.length) {
    return wrong(`It has ${block.codes.length} validation codes for ${block.envelopes.length} transactions.`);
  }
  const transactions = validOf(block).flatMap(([index, transaction]) =>
    typeof transaction === 'string' || transaction.kind === 'config' ? [] : [{ index, transaction }],
  );
  let input: Uint8Array[];
  try {
    input = commitInput(number, block.codes, transactions, readBlock(previous).commitHash, new Map());
  } catch (error) {
    return unknown(`It takes rows of earlier blocks: ${messageOf(error)}.`);
  }
  return areEqual(await sha256(concat(input)), block.commitHash)
    ? passed('What peers made of its transactions hashes to its commit hash.')
    : wrong('What peers are said to have made of its transactions hashes to something else than its commit hash.');
}

/** The transactions that took effect, with their places; of one that cannot be read why not. */
function validOf({ envelopes, codes }: Block): (readonly [number, Envelope | string])[] {
  return envelopes.flatMap((bytes, index): (readonly [number, Envelope | string])[] => {
    if (codes[index] !== VALID) return [];
    try {
      return [[index, readEnvelope(bytes)]];
    } catch (error) {
      return [[index, messageOf(error)]];
    }
  });
}

function isConfiguration({ envelopes, codes }: Block): boolean {
  if (envelopes.length !== 1 || codes[0] !== VALID) return false;
  try {
    return readEnvelope(envelopes[0]!).kind === 'config';
  } catch {
    return false;
  }
}

const concat = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(joined(...parts));
