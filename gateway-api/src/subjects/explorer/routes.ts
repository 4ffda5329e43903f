/** The ledger’s blocks, as whoever verifies them wants them. */
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../channel/pages.js';
import { nameParts, showTransaction, showTransactionLine, showVersion, writtenKey } from '../../explorer/show.js';
import { answerPage } from '../../http/list-route.js';
import { route } from '../../http/route.js';
import { exampleHash, exampleTxId } from '../examples.js';
import { cursor, limit, page } from '../parameters.js';
import { transactionId } from '../views.js';
import {
  about,
  answerLines,
  blockPath,
  errors,
  exampleIndexed,
  exampleLine,
  exampleRow,
  exampleSigner,
  exampleTransaction,
  explorerOf,
  ITEMS_DEFAULT,
  ofBlock,
} from './asked.js';
import { blockLinesView, explainedBlockView, explainedTransactionView, keyHistoryView } from './views.js';

export const listBlocks = route({
  ...about,
  operationId: 'listBlocks',
  method: 'get',
  path: '/v1/explorer/blocks',
  summary: 'The ledger’s blocks, newest first.',
  query: page,
  errors: ['EXPLORER_OFF', 'CURSOR_INVALID'],
  replies: { 200: { description: 'A page.', schema: blockLinesView } },
  example: { replies: { 200: { blocks: [exampleLine], ...exampleIndexed, asOfBlock: 42 } } },
  handle: (context, gateway) =>
    answerLines(context, gateway, 'blocks', (explorer, before, most) => explorer.blocks(before, most)),
});

export const readBlock = route({
  ...about,
  operationId: 'readBlock',
  method: 'get',
  path: '/v1/explorer/blocks/{block}',
  summary: 'One block: its header, who signed it, and what is in it.',
  params: blockPath,
  errors: ofBlock,
  replies: { 200: { description: 'The block.', schema: explainedBlockView } },
  example: {
    params: { block: '42' },
    replies: {
      200: {
        number: 42,
        hash: exampleHash,
        previousHash: exampleTxId,
        dataHash: exampleHash,
        commitHash: exampleHash,
        configurationBlock: 0,
        orderers: [{ ...exampleSigner, name: 'orderer0.harbor.example', holds: true }],
        transactions: [exampleTransaction],
        asOfBlock: 42,
      },
    },
  },
  handle: async ({ params }, gateway) => {
    const { lastConfigBlock, transactions, ...block } = await explorerOf(gateway).block(params.block);
    return {
      status: 200,
      body: {
        ...block,
        configurationBlock: lastConfigBlock,
        transactions: transactions.map(showTransactionLine),
        asOfBlock: gateway.projection.lastBlock(),
      },
    };
  },
});

export const readBlockBytes = route({
  ...about,
  operationId: 'readBlockBytes',
  method: 'get',
  path: '/v1/explorer/blocks/{block}/bytes',
  summary: 'One block as the own peer has it, for whoever verifies it.',
  description: 'A serialised `common.Block` of Fabric. Private rows are not in it, only their hashes.',
  params: blockPath,
  errors: ofBlock,
  replies: { 200: { description: 'The bytes.', contentType: 'application/octet-stream' } },
  example: { params: { block: '42' } },
  handle: async ({ params }, gateway) => ({
    status: 200,
    text: { type: 'application/octet-stream', content: await explorerOf(gateway).bytes(params.block) },
  }),
});

export const readTransaction = route({
  ...about,
  operationId: 'readTransaction',
  method: 'get',
  path: '/v1/explorer/transactions/{txId}',
  summary: 'One transaction: who made and endorsed it, what it read and wrote, and why it was refused.',
  params: z.strictObject({ txId: transactionId }),
  errors: [...errors, 'TRANSACTION_UNKNOWN'],
  replies: { 200: { description: 'The transaction.', schema: explainedTransactionView } },
  example: {
    params: { txId: exampleTxId },
    replies: {
      200: {
        block: 42,
        ...exampleTransaction,
        operations: [],
        endorsers: [exampleSigner],
        endorsements: [
          { of: 'points', policy: 'MAJORITY Endorsement', keyCount: 1, keys: ['program/harbor'], isMet: true },
        ],
        reads: [{ ...exampleRow, version: { block: 41, transaction: 0 } }],
        readCount: 1,
        writes: [{ ...exampleRow, value: { programId: 'harbor' }, isDeleted: false }],
        writeCount: 1,
        asOfBlock: 42,
      },
    },
  },
  handle: async ({ params }, gateway) => ({
    status: 200,
    body: {
      ...showTransaction(await explorerOf(gateway).transaction(params.txId)),
      asOfBlock: gateway.projection.lastBlock(),
    },
  }),
});

const key = z
  .string()
  .regex(/^[\x21-\x7e]{1,1024}$/, 'must be the parts of a key with `/` between them')
  .refine((text) => partsOf(text) !== undefined, 'has a % that begins no character')
  .meta({
    description: 'The kind of row and the parts of its key with `/` between them, each as in an address.',
    example: 'program/harbor',
  });

export const readKeyHistory = route({
  ...about,
  operationId: 'readKeyHistory',
  method: 'get',
  path: '/v1/explorer/history',
  summary: 'What was ever written under a key of the ledger, newest first.',
  query: z.strictObject({ key, limit, cursor }),
  errors: [...errors, 'CURSOR_INVALID'],
  replies: { 200: { description: 'A page; it may be empty although another one follows.', schema: keyHistoryView } },
  example: {
    query: { key: 'program/harbor' },
    replies: {
      200: {
        ...exampleRow,
        versions: [{ block: 42, ...exampleTransaction, value: { programId: 'harbor' }, isDeleted: false }],
        ...exampleIndexed,
        asOfBlock: 42,
      },
    },
  },
  handle: async (context, gateway) => {
    const explorer = explorerOf(gateway);
    const { key: written, limit: most = ITEMS_DEFAULT, cursor: from } = context.query;
    const before = decodeCursor(from, z.int().min(0), Number.MAX_SAFE_INTEGER);
    const parts = partsOf(written)!;
    const { versions, next } = await explorer.history(parts, before, most);
    const named = { namespace: explorer.chaincode, ...nameParts(parts), key: writtenKey(parts) };
    const items = { items: versions.map(showVersion), asOfBlock: gateway.projection.lastBlock() };
    return answerPage(
      context,
      'versions',
      { ...items, next: next === undefined ? undefined : encodeCursor(next) },
      { ...named, ...explorer.indexed },
    );
  },
});

function partsOf(written: string): readonly string[] | undefined {
  try {
    return written.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
