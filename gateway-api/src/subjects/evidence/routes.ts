/** `/v1/log` and the proofs made of it. */
import {
  getLog,
  getReceipt,
  logCheckpoint,
  logKeys,
  logOrigin,
  mspId,
  setLogKey,
  treeHash,
  treeSize,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { readErrors, readRoute } from '../../http/read-route.js';
import { route } from '../../http/route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { operationPath } from '../parameters.js';
import { receiptQueries } from '../points/reads.js';
import { asOfBlock, written } from '../views.js';
import { proofFile } from './proof-file.js';
import { evidenceQueries } from './reads.js';

const exampleKeyBytes = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const exampleRoot = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const exampleKeys = { mspId: 'HarborMSP', keys: [{ publicKey: exampleKeyBytes, since: exampleTime }] };

export const readLog = readRoute(getLog, '/v1/log', {
  operationId: 'readLog',
  tag: 'Evidence',
  summary: 'The log of the ledger as it is now, with which keys organisations sign it, and what they signed last.',
  description:
    'The log is a Merkle tree (RFC 9162) over all receipts and anchors in the order of the blocks; `size` and `root` are this gateway’s own. Whoever verifies proofs takes the keys from here once, and compares them with what another organisation’s gateway says.',
  view: z
    .strictObject({
      origin: logOrigin,
      size: treeSize,
      root: treeHash,
      keys: z.array(logKeys),
      checkpoints: z.array(logCheckpoint),
      asOfBlock,
    })
    .meta({ id: 'ReceiptLog' }),
  shows: 'The log.',
  example: {
    replies: {
      200: {
        origin: `commonpoint/${exampleHash}`,
        size: 73_894,
        root: exampleRoot,
        keys: [exampleKeys],
        checkpoints: [],
        asOfBlock: 42,
      },
    },
  },
  read: (gateway) => {
    const { projection, receiptLog } = gateway;
    const { keys, newestOf } = projection.of(evidenceQueries);
    const all = keys();
    return {
      value: {
        origin: receiptLog.name,
        size: receiptLog.tree.size,
        root: receiptLog.tree.root().toString('base64'),
        keys: all,
        checkpoints: all.flatMap((each) => newestOf(each.mspId) ?? []),
      },
      asOfBlock: projection.lastBlock(),
    };
  },
});

export const rotateLogKey = writeRoute(setLogKey, '/v1/log/key/rotate', {
  operationId: 'rotateLogKey',
  tag: 'Evidence',
  summary: 'Revokes the key that this organisation signs checkpoints with, and registers the next one.',
  view: logKeys.partial().extend(written),
  done: 'Done; all keys of the organisation.',
  example: { replies: { 200: { ...exampleKeys, state: 'committed', txId: exampleTxId } } },
  content: () => 'rotate',
  request: (_context, { mspId: by, projection, secrets }) => ({
    publicKey: secrets.logKey(projection.of(evidenceQueries).keysOf(by)?.keys.length ?? 0).publicKey,
  }),
});

export const proveOperation = route({
  operationId: 'proveOperation',
  method: 'get',
  path: '/v1/operations/{operationId}/proof',
  tag: 'Evidence',
  summary: 'The proof that an operation took effect, as a file that anybody verifies without the ledger.',
  description:
    'A `.tlog-proof` of C2SP: the receipt as the ledger has it, its path to the root of the log, and the checkpoint with the signatures of the organisations. A receipt that is on the ledger and has no checkpoint yet is answered with `CHECKPOINT_AWAITED`.',
  roles: getReceipt.roles,
  entries: [getReceipt],
  params: operationPath,
  query: z.strictObject({
    mspId: mspId.optional().meta({ description: 'Whose operation it is; without it, this organisation’s.' }),
  }),
  replies: { 200: { description: 'The proof.', contentType: 'text/plain' } },
  errors: [...readErrors, 'CHECKPOINT_AWAITED'],
  example: { params: { operationId: exampleOperationId } },
  handle: ({ params: { operationId }, query: { mspId: by } }, gateway) => {
    const whose = by ?? gateway.mspId;
    const found = gateway.projection.of(receiptQueries).written(whose, operationId);
    const index = found && gateway.receiptLog.indexOf(found.written, found.key, found.value);
    if (found === undefined || index === undefined)
      throw new Failure('OPERATION_UNKNOWN', `${whose} has no operation ${operationId} on the ledger.`);
    return {
      status: 200,
      text: { type: 'text/plain; charset=utf-8', content: proofFile(gateway, index, found.key, found.value) },
      headers: { 'content-disposition': `attachment; filename="${operationId.replaceAll(':', '-')}.tlog-proof"` },
    };
  },
});
