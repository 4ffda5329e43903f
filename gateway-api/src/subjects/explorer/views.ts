/** What replies about blocks look like. */
import { mspId, operationId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor } from '../views.js';

const described = <T extends z.ZodType>(schema: T, description: string): T => schema.meta({ description });
const text = (description: string) => described(z.string(), description);
const number = (description: string) => described(z.int().min(0), description);
const hash = (description: string) => described(z.string().regex(/^([0-9a-f]{64})?$/), description);
const block = number('The number of the block.');
const time = described(z.iso.datetime({ precision: 3 }).optional(), 'When it was made, as its maker says.');

const signer = z
  .strictObject({
    mspId: text('Whose certificate it is, as it says itself.'),
    name: text('The certificate’s common name.'),
    holds: described(
      z.boolean().optional(),
      'Whether the certificate is of the channel and the signature its own; absent where no configuration is known.',
    ),
  })
  .meta({ id: 'ExplorerSigner' });

export const blockLineView = z
  .strictObject({
    number: block,
    hash: hash('SHA-256 of the block’s header.'),
    time: described(z.iso.datetime({ precision: 3 }).optional(), 'The newest time of a valid transaction.'),
    transactions: number('How many transactions it has.'),
    validTransactions: number('How many of them took effect.'),
    configuration: described(
      z.int().min(0).optional(),
      'Which configuration of the channel it brings, counted from 0.',
    ),
  })
  .meta({ id: 'ExplorerBlockLine' });

const indexedBlock = described(z.int().min(-1), 'The last block that the index has; -1 is none.');
const isCatchingUp = described(z.boolean(), 'Whether the index lacks blocks that this gateway has.');
export const indexed = { indexedBlock, isCatchingUp };

export const blockLinesView = z.strictObject({
  blocks: described(z.array(blockLineView), 'The blocks, newest first.'),
  ...indexed,
  nextCursor,
  asOfBlock,
});

export const configurationLinesView = z.strictObject({
  configurations: described(z.array(blockLineView), 'The blocks that have one, newest first.'),
  ...indexed,
  nextCursor,
  asOfBlock,
});

const transactionLine = {
  index: number('The place in the block, from 0.'),
  kind: described(z.enum(['transaction', 'config', 'unreadable']), 'What it is.'),
  txId: described(z.string().optional(), 'Its id, where it has one.'),
  validationCode: described(z.int().min(0).max(255), 'What peers made of it: 0 is valid.'),
  verdict: text('The same by Fabric’s name.'),
  explanation: text('The same in words.'),
  time,
  creator: described(signer.optional(), 'Who made it.'),
  called: described(z.string().optional(), 'What of the chaincode it called.'),
  why: described(z.string().optional(), 'Why it cannot be read.'),
};
const transactionLineView = z.strictObject(transactionLine).meta({ id: 'ExplorerTransactionLine' });

export const explainedBlockView = z.strictObject({
  number: block,
  hash: hash('SHA-256 of its header.'),
  previousHash: hash('What the header says of the block before.'),
  dataHash: hash('What the header says of its transactions.'),
  commitHash: hash('What the own peer says of all that was decided and written up to here; of the first block empty.'),
  configurationBlock: described(z.int().min(0), 'Whose configuration its orderers say was in force.'),
  orderers: described(z.array(signer), 'The orderers that signed it.'),
  transactions: described(z.array(transactionLineView), 'What is in it.'),
  asOfBlock,
});

const rowName = {
  namespace: text('The chaincode that it is a row of.'),
  collection: described(z.string().optional(), 'Of a private row: its collection. Of what is in it nothing is known.'),
  type: described(z.string().optional(), 'What kind of row it is.'),
  names: described(z.record(z.string(), z.string()), 'What the parts of its key are.'),
  key: text('The key, as the history of a key takes it; of a private row the key’s hash.'),
};
const version = described(
  z.strictObject({ block, transaction: number('The place in the block, from 0.') }).optional(),
  'Where the row was written that was read; absent if there was none.',
);
const value = described(z.unknown().optional(), 'The row; of a private one its hash.');
const isDeleted = described(z.boolean(), 'Whether it was deleted.');

const placed = z.strictObject({ block, ...transactionLine }).meta({ id: 'ExplorerPlacedTransaction' });

export const explainedTransactionView = z.strictObject({
  block,
  ...transactionLine,
  request: described(z.unknown().optional(), 'What it was called with.'),
  operations: described(
    z.array(
      z.strictObject({
        mspId,
        operationId,
        kind: text('What kind of operation it is.'),
        receipt: described(z.unknown().optional(), 'The receipt that it wrote.'),
      }),
    ),
    'The operations that it did, or changed.',
  ),
  endorsers: described(z.array(signer), 'Who endorsed it.'),
  endorsements: described(
    z.array(
      z.strictObject({
        of: text('A chaincode, or a collection.'),
        policy: text('Who has to endorse, in the way Fabric writes it.'),
        keyCount: number('How many rows this is asked of; 0 where the call itself is meant.'),
        keys: described(z.array(z.string()), 'The first of them.'),
        isMet: described(z.boolean(), 'Whether those that endorsed it are enough.'),
      }),
    ),
    'Who had to endorse it, by the rules that the ledger had before the block.',
  ),
  reads: described(z.array(z.strictObject({ ...rowName, version })), 'What it read; the first five hundred.'),
  readCount: number('How many rows it read.'),
  writes: described(
    z.array(z.strictObject({ ...rowName, value, isDeleted })),
    'What it wrote; the first five hundred.',
  ),
  writeCount: number('How many rows it wrote.'),
  conflict: described(
    z
      .strictObject({
        kind: described(
          z.enum(['written-meanwhile', 'range-changed', 'policy-changed']),
          'A row that it had read was written, a stretch of rows changed, or who has to endorse a row.',
        ),
        ...rowName,
        read: version,
        by: placed,
      })
      .optional(),
    'Of one that was refused: what it lost against, as far as that can be found.',
  ),
  asOfBlock,
});

export const keyHistoryView = z.strictObject({
  ...rowName,
  versions: described(
    z.array(z.strictObject({ ...placed.shape, value, isDeleted })),
    'What was written under it, newest first.',
  ),
  ...indexed,
  nextCursor,
  asOfBlock,
});

export const configurationView = z.strictObject({
  block: described(z.int().min(0), 'The block that has it.'),
  sequence: number('Which configuration it is, counted from 0.'),
  channel: text('The channel.'),
  consensus: text('How blocks are agreed on: `BFT`, or `etcdraft`.'),
  consenters: described(
    z.array(
      z.strictObject({
        id: number('The number that its signatures name.'),
        mspId: text('Whose it is.'),
        name: text('The certificate’s common name.'),
      }),
    ),
    'The orderers that take part; under Raft they are not named here.',
  ),
  organizations: described(
    z.array(
      z.strictObject({
        mspId: text('The organisation.'),
        roots: described(
          z.array(
            z.strictObject({
              name: text('The certificate’s common name.'),
              fingerprint: hash('SHA-256 of the certificate.'),
              endsAt: described(z.iso.datetime({ precision: 3 }), 'When it ends.'),
            }),
          ),
          'The authorities that its certificates lead to.',
        ),
      }),
    ),
    'Whose certificates count.',
  ),
  policies: described(
    z.array(
      z.strictObject({
        path: text('What it is for, such as `/Channel/Application/Endorsement`.'),
        policy: text('Who has to sign, in the way Fabric writes it.'),
      }),
    ),
    'Who has to sign what.',
  ),
  asOfBlock,
});
