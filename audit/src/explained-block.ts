/**
 * A block and its transactions as they are shown to people: as plain values, who signed what told by name. Of a transaction
 * without effect too, which anybody may have written: nothing of it is believed, and what cannot be read is said.
 */
import { X509Certificate } from 'node:crypto';
import { peer } from './fabric-messages.js';
import { readBlock } from './block.js';
import {
  type AuditedTransaction,
  contentsOf,
  readEnvelope,
  readIdentity,
  readTxId,
  type Signed,
  validationCodes,
} from './block-contents.js';
import { blockHash, signaturesOfOrderers } from './block-proofs.js';
import { hexOf } from './bytes.js';
import { ChannelConfiguration } from './channel-configuration.js';
import { commitHashOf } from './commit-hash.js';
import { Endorsements, type RuleChange, ruleChangesIn } from './endorsements.js';
import { textOfPolicy } from './policies.js';
import type { ReadSet } from './read-sets.js';
import type { Store } from './store.js';
import type { WriteSet } from './write-sets.js';

/** Whose certificate something is signed with, and whether the signature is its own, if that is known. */
export interface ToldSigner {
  readonly mspId: string;
  /** The common name. */
  readonly name: string;
  readonly holds: boolean | undefined;
}

export interface ExplainedBlock {
  readonly number: number;
  /** All hashes in hexadecimal. */
  readonly hash: string;
  readonly previousHash: string;
  readonly dataHash: string;
  readonly commitHash: string;
  /** The block whose configuration its orderers say was in force. */
  readonly lastConfigBlock: number;
  readonly orderers: readonly ToldSigner[];
  readonly transactions: readonly ExplainedTransaction[];
}

export interface ExplainedTransaction {
  /** Empty where there is none. */
  readonly txId: string;
  readonly index: number;
  readonly validationCode: number;
  readonly verdict: string;
  readonly kind: 'transaction' | 'config' | 'unreadable';
  /** Of one that cannot be read. */
  readonly why?: string;
  /** Of a transaction that can. */
  readonly contents?: AuditedTransaction;
}

const codeNames = new Map(Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]));
const NOT_VALIDATED = 254;

/** @throws Error when the bytes are no block */
export function explainBlock(bytes: Uint8Array, configuration: ChannelConfiguration | undefined): ExplainedBlock {
  const block = readBlock(bytes);
  const { header } = block;
  if (header === undefined) throw new Error('the block has no header');
  const codes = validationCodes(block);
  const signed = configuration && attempted(() => signaturesOfOrderers(block, header, configuration));
  return {
    number: header.number,
    hash: blockHash(header),
    previousHash: hexOf(header.previousHash),
    dataHash: hexOf(header.dataHash),
    commitHash: hexOf(attempted(() => commitHashOf(block)) ?? new Uint8Array()),
    lastConfigBlock: signed?.lastConfigBlock ?? 0,
    orderers: (signed?.signatures ?? []).map((each) => toldSigner(each, configuration)),
    transactions: block.envelopes.map((envelope, index) =>
      explainEnvelope(envelope, index, header.number === 0 ? 0 : (codes[index] ?? NOT_VALIDATED)),
    ),
  };
}

function explainEnvelope(bytes: Uint8Array, index: number, validationCode: number): ExplainedTransaction {
  const about = { index, validationCode, verdict: codeNames.get(validationCode) ?? `code ${validationCode}` };
  const contents = readEnvelope(bytes);
  switch (contents.kind) {
    case 'transaction':
      return { ...about, kind: 'transaction', txId: contents.txId, contents };
    case 'config':
      return { ...about, kind: 'config', txId: '' };
    default: {
      const why = contents.kind === 'unreadable' ? contents.why : '';
      return { ...about, kind: 'unreadable', txId: readTxId(bytes) ?? '', why };
    }
  }
}

/** Whether a signature holds is asked where there is a configuration. */
export function toldSigner(signed: Signed, configuration?: ChannelConfiguration): ToldSigner {
  const { mspId, certPem } = attempted(() => readIdentity(signed.identity)) ?? { mspId: '', certPem: '' };
  const name = attempted(() => /^CN=(.*)$/m.exec(new X509Certificate(certPem).subject)?.[1]) ?? '';
  return { mspId, name, holds: configuration && configuration.signersOf([signed]).length > 0 };
}

/** What had to be endorsed how, in the way Fabric's own programs write policies, and whether it was. */
export interface ToldEndorsement {
  readonly of: string;
  readonly keys: readonly string[];
  readonly policy: string;
  readonly isMet: boolean;
}

/** By the rules that the ledger had before the transaction's block. */
export function neededEndorsements(
  transaction: AuditedTransaction,
  configuration: ChannelConfiguration,
  rules: Store,
): ToldEndorsement[] {
  const signers = configuration.signersOf(transaction.endorsements);
  return new Endorsements(rules).needed(transaction, configuration).map(({ of, keys, policy }) => {
    return { of, keys: [...new Set(keys)], policy: textOfPolicy(policy), isMet: policy(signers) };
  });
}

/** What a block's valid transactions changed of these rules. Nothing of what cannot be read. */
export function ruleChangesOf(block: Uint8Array): RuleChange[] {
  const changes = attempted(() =>
    contentsOf(readBlock(block)).flatMap((contents) =>
      contents.kind === 'transaction' ? contents.sets.flatMap((set) => attempted(() => ruleChangesIn(set)) ?? []) : [],
    ),
  );
  return changes ?? [];
}

/** The envelope of a block that has a configuration. @throws Error when it has none */
export function configurationIn(bytes: Uint8Array): ChannelConfiguration {
  const [envelope] = readBlock(bytes).envelopes;
  return ChannelConfiguration.read(envelope ?? new Uint8Array());
}

/** What was read and written, where it can be read. */
export function setsOf(transaction: AuditedTransaction): {
  readonly reads: readonly ReadSet[];
  readonly writes: readonly WriteSet[];
} {
  return { reads: attempted(() => transaction.readSets()) ?? [], writes: transaction.sets };
}

function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
