/** `GET /v1/log/consistency`: that the log as it was signed continues what it was when it was smaller. */
import { getLog, logOrigin, treeHash, treeSize } from '@commonpoint/catalogue';
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import { route } from '../../http/route.js';
import { requestInvalid } from '../../http/validation.js';
import { exampleHash } from '../examples.js';
import { bestOf, givenOut, isOf, signedNote } from './proof-file.js';
import { evidenceQueries } from './reads.js';

export const CONSISTENCY_FORMAT = 'commonpoint/consistency@v1';
const exampleRoot = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

const sizeDigits = z
  .string()
  .regex(/^[1-9][0-9]{0,11}$/, 'must be a number of leaves')
  .meta({ digits: [1, 999_999_999_999] })
  .transform((digits) => parseInt(digits, 10));

const consistencyView = z
  .strictObject({
    format: z.literal(CONSISTENCY_FORMAT),
    before: z
      .strictObject({ origin: logOrigin, size: treeSize, root: treeHash })
      .meta({ description: 'The log as it was.' }),
    path: z.array(treeHash).meta({ description: 'The proof of RFC 9162, 2.1.4.' }),
    after: z.string().meta({ description: 'The checkpoint that continues it, with its signatures (C2SP).' }),
  })
  .meta({ id: 'LogConsistency' });

export const proveConsistency = route({
  operationId: 'proveConsistency',
  method: 'get',
  path: '/v1/log/consistency',
  tag: 'Evidence',
  summary: 'The proof that a signed checkpoint of the log continues the log as it was when it was smaller.',
  description:
    'Whoever kept an earlier checkpoint, in whatever proof, sees by it that nothing of that was taken out or altered since. Saved as a file it is verified like the proof of a receipt.',
  roles: getLog.roles,
  query: z.strictObject({
    from: sizeDigits.meta({ description: 'How many leaves the earlier one had.' }),
    to: sizeDigits.optional().meta({
      description:
        'How many the later one has, which has to be signed; without it, the newest one that most have signed.',
    }),
  }),
  replies: { 200: { description: 'The proof.', schema: consistencyView } },
  errors: ['CHECKPOINT_AWAITED'],
  example: {
    query: { from: '12' },
    replies: {
      200: {
        format: CONSISTENCY_FORMAT,
        before: { origin: `commonpoint/${exampleHash}`, size: 12, root: exampleRoot },
        path: [exampleRoot],
        after: `commonpoint/${exampleHash}\n73894\n${exampleRoot}\n…`,
      },
    },
  },
  handle: ({ query: { from, to } }, { projection, receiptLog: { tree } }) => {
    if (to !== undefined && to < from)
      throw requestInvalid([{ pointer: '/query/to', detail: 'must not be smaller than from' }]);
    const { checkpointsFrom, keys } = projection.of(evidenceQueries);
    const known = checkpointsFrom(from).filter(isOf(tree));
    const asked = to === undefined ? known : known.filter(({ size }) => size === to);
    const signed = bestOf(givenOut(asked, keys().length));
    const [after] = signed;
    if (after === undefined)
      throw new Failure(
        'CHECKPOINT_AWAITED',
        asked.length === 0
          ? `No checkpoint of ${to ?? `${from} leaves or more`} is known here.`
          : `Too few have signed ${to ?? `${from} leaves or more`} yet.`,
      );
    const text = (hash: Buffer): string => hash.toString('base64');
    return {
      status: 200,
      body: {
        format: CONSISTENCY_FORMAT,
        before: { origin: after.origin, size: from, root: text(tree.root(from)) },
        path: tree.consistencyProof(from, after.size).map(text),
        after: signedNote(signed),
      },
    };
  },
});
