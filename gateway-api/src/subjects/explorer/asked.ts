/** What the explorer's routes have in common: who may ask, what is refused, how pages of blocks are answered. */
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { decodeCursor } from '../../channel/pages.js';
import type { BlockLine } from '../../explorer/block-digest.js';
import type { Explorer } from '../../explorer/explorer.js';
import { showLine } from '../../explorer/show.js';
import type { Gateway } from '../../gateway.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { readErrors } from '../../http/read-route.js';
import type { RequestContext } from '../../http/route.js';
import { exampleHash, exampleTime, exampleTxId } from '../examples.js';
import { blockDigits, type page } from '../parameters.js';

export const ITEMS_DEFAULT = 25;
export const about = { tag: 'Explorer', roles: ['admin', 'operator', 'auditor'] } as const;
export const errors = [...readErrors, 'EXPLORER_OFF'] as const;
export const ofBlock = [...errors, 'BLOCK_AHEAD'] as const;
export const blockPath = z.strictObject({ block: blockDigits });
export const exampleLine = {
  number: 42,
  hash: exampleHash,
  time: exampleTime,
  transactions: 3,
  validTransactions: 2,
};
export const exampleSigner = { mspId: 'HarborMSP', name: 'peer0.harbor.example' };
export const exampleTransaction = {
  index: 0,
  kind: 'transaction',
  txId: exampleTxId,
  validationCode: 0,
  verdict: 'VALID',
  explanation: 'It took effect.',
  time: exampleTime,
  creator: { mspId: 'HarborMSP', name: 'operator' },
  called: 'Points:Post',
};
export const exampleRow = {
  namespace: 'points',
  type: 'program',
  names: { programId: 'harbor' },
  key: 'program/harbor',
};
export const exampleIndexed = { indexedBlock: 42, isCatchingUp: false };

/** @throws Failure EXPLORER_OFF */
export function explorerOf({ explorer }: Gateway): Explorer {
  if (explorer === undefined) throw new Failure('EXPLORER_OFF');
  return explorer;
}

type PageContext = RequestContext<unknown, z.infer<typeof page>>;

/** A page of blocks; it goes on before the last one that it has. */
export async function answerLines(
  context: PageContext,
  gateway: Gateway,
  name: string,
  lines: (explorer: Explorer, before: number, most: number) => Promise<BlockLine[]>,
) {
  const explorer = explorerOf(gateway);
  const { limit: most = ITEMS_DEFAULT, cursor: from } = context.query;
  const before = decodeCursor(from, z.int().min(0), Number.MAX_SAFE_INTEGER);
  const found = toPage(
    await lines(explorer, before, most + 1),
    most,
    ({ number }) => number,
    gateway.projection.lastBlock(),
  );
  return answerPage(context, name, { ...found, items: found.items.map(showLine) }, explorer.indexed);
}
