/**
 * Judges a block: one validation code per transaction, and what the valid ones change.
 *
 * Fabric's order, which decides the code when several things are wrong: form and creator's signature, id already in
 * the ledger, endorsement policies; then ids repeated inside the block; then reads, transaction by transaction, each
 * seeing the writes of the valid ones before it. Reference: `core/committer/txvalidator/v20/validator.go`,
 * `core/ledger/kvledger/txmgmt/validation/{batch_preparer,validator}.go`. Left out: nothing.
 */
import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../msp/channel-config.js';
import { type ParsedBlock, validationCodes } from '../wire/block.js';
import { decodeReadWriteSet, type NamespaceReadWriteSet, type ReadWriteSet } from '../wire/read-write-set.js';
import { isEndorserTransaction, parseTransaction } from '../wire/transaction.js';
import { stateKey } from './database-keys.js';
import { definedNamespaces, EndorsementJudge } from './endorsement-policy.js';
import { checkReads, type CommittedState } from './mvcc.js';
import type { StateDatabase } from './state-database.js';
import type { StateRow } from './state-row.js';
import { checkTransaction, type CheckedTransaction, type EndorsedTransaction } from './transaction-checks.js';
import type { ChaincodeDefinition } from './types.js';
import { UpdateBatch } from './update-batch.js';

const { VALID, NOT_VALIDATED, DUPLICATE_TXID, INVALID_CONFIG_TRANSACTION } = peer.TxValidationCode;

export interface JudgedBlock {
  /** One code per transaction. */
  readonly codes: Uint8Array;
  readonly updates: UpdateBatch;
}

export interface ValidationContext {
  readonly channel: ChannelConfig;
  readonly database: StateDatabase;
  readonly definition: (namespace: string) => Promise<ChaincodeDefinition | undefined>;
}

/** Judges a block against the state, which must be that of the block before. */
export async function judgeBlock(block: ParsedBlock, context: ValidationContext): Promise<JudgedBlock> {
  const checked = await Promise.all(block.data.map((envelope) => checkTransaction(envelope, context.channel)));
  const endorsed = checked.filter((transaction) => transaction.kind === 'endorsed');
  const [known, definitions, state] = await Promise.all([
    context.database.transactions(endorsed.map(({ txId }) => txId)),
    loadDefinitions(endorsed, context),
    loadState(
      endorsed.map(({ readWriteSet }) => readWriteSet),
      context.database,
    ),
  ]);
  const committedIds = new Set(known.flatMap((transaction) => (transaction ? [transaction.txId] : [])));
  const judge = new EndorsementJudge(context.channel, state.row, definitions);
  const codes = Uint8Array.from(checked, (transaction) => codeBeforeReads(transaction, committedIds, judge));
  // A configuration takes effect with its block, so it must be alone there.
  if (checked.length > 1) {
    checked.forEach(({ kind }, index) => {
      if (kind === 'config') codes[index] = INVALID_CONFIG_TRANSACTION;
    });
  }
  markRepeatedIds(checked, codes);
  const updates = new UpdateBatch(state.row);
  for (const [index, transaction] of checked.entries()) {
    if (codes[index] !== VALID || transaction.kind !== 'endorsed') continue;
    const code = await checkReads(transaction.readWriteSet, state, updates);
    codes[index] = code;
    if (code === VALID) updates.apply(transaction.readWriteSet, { block: block.header.number, tx: index });
  }
  if (codes.includes(NOT_VALIDATED)) throw new Error(`block ${block.header.number} was not validated whole`);
  return { codes, updates };
}

/** What a stored block changed, by the codes recorded with it: for replay, without judging again. */
export async function replayUpdates(block: ParsedBlock, database: StateDatabase): Promise<UpdateBatch> {
  const codes = validationCodes(block);
  const valid = block.data.flatMap((envelope, index) =>
    codes[index] === VALID && isEndorserTransaction(envelope)
      ? [{ index, set: decodeReadWriteSet(parseTransaction(envelope).results) }]
      : [],
  );
  const state = await loadState(
    valid.map(({ set }) => set),
    database,
  );
  const updates = new UpdateBatch(state.row);
  for (const { index, set } of valid) updates.apply(set, { block: block.header.number, tx: index });
  return updates;
}

function codeBeforeReads(
  transaction: CheckedTransaction,
  committedIds: ReadonlySet<string>,
  judge: EndorsementJudge,
): number {
  switch (transaction.kind) {
    case 'invalid':
      return transaction.code;
    case 'config':
      return VALID;
    case 'endorsed':
      return committedIds.has(transaction.txId) ? DUPLICATE_TXID : judge.judge(transaction);
    default:
      return transaction satisfies never;
  }
}

/** Of valid transactions with one id in one block, only the first stays valid. */
function markRepeatedIds(checked: readonly CheckedTransaction[], codes: Uint8Array): void {
  const seen = new Set<string>();
  checked.forEach((transaction, index) => {
    if (transaction.kind !== 'endorsed' || codes[index] !== VALID) return;
    if (seen.has(transaction.txId)) codes[index] = DUPLICATE_TXID;
    seen.add(transaction.txId);
  });
}

async function loadDefinitions(
  transactions: readonly EndorsedTransaction[],
  { definition }: ValidationContext,
): Promise<ReadonlyMap<string, ChaincodeDefinition | undefined>> {
  const names = definedNamespaces(transactions);
  const found = await Promise.all(names.map((name) => definition(name)));
  return new Map(names.map((name, index) => [name, found[index]]));
}

/** Every row that the block reads or writes, fetched at once. */
async function loadState(sets: readonly ReadWriteSet[], database: StateDatabase): Promise<CommittedState> {
  // By namespace and key as the sets spell them: what is made of both is another text each time, and hashed each time.
  const rows = new Map<string, Map<string, StateRow | undefined>>();
  const list: TouchedKey[] = [];
  for (const touched of sets.flatMap(touchedKeys)) {
    const { namespace, key } = touched;
    const known = rows.get(namespace) ?? new Map<string, StateRow | undefined>();
    rows.set(namespace, known);
    if (known.has(key)) continue;
    known.set(key, undefined);
    list.push(touched);
  }
  const found = await database.rows(list.map(({ databaseKey }) => databaseKey));
  list.forEach(({ namespace, key }, index) => rows.get(namespace)?.set(key, found[index]));
  return {
    row: (namespace, key) => {
      const known = rows.get(namespace);
      return known?.has(key) === true ? known.get(key) : database.row(namespace, key);
    },
    range: (namespace, startKey, endKey) => database.range(namespace, startKey, endKey),
  };
}

interface TouchedKey {
  readonly namespace: string;
  readonly key: string;
  readonly databaseKey: string;
}

/** What a set reads or writes, once per process: the peers share the set. */
function touchedKeys(set: ReadWriteSet): readonly TouchedKey[] {
  let keys = keysBySet.get(set);
  if (!keys) {
    keys = set.namespaces.flatMap(({ namespace, collections, ...entries }) => [
      ...keysIn(namespace, entries),
      ...collections.flatMap((hashes) => keysIn(hashes.hashedNamespace, hashes)),
    ]);
    keysBySet.set(set, keys);
  }
  return keys;
}

function keysIn(
  namespace: string,
  { reads, writes, metadataWrites }: Pick<NamespaceReadWriteSet, 'reads' | 'writes' | 'metadataWrites'>,
): TouchedKey[] {
  return [...reads, ...writes, ...metadataWrites].map(({ key }) => ({
    namespace,
    key,
    databaseKey: stateKey(namespace, key),
  }));
}

const keysBySet = new WeakMap<ReadWriteSet, readonly TouchedKey[]>();
