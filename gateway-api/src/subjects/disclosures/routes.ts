/** `/v1/disclosures`: figures shown to the auditor, and what the auditor makes of them. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  discloseFigures as discloseEntry,
  disclosedFigures,
  figureName,
  figureNames,
  figurePeriod,
  getFigures,
  listDisclosures as listEntry,
  mspId,
  publishedFigures,
  type Figure,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import type { Caller } from '../../caller.js';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { operationIdOf } from '../../http/idempotency.js';
import { readRoute } from '../../http/read-route.js';
import { writeRoute } from '../../http/write-route.js';
import { exampleHash, exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { readCheckedDisclosures } from './reads.js';
import { disclosuresView, disclosureWrittenView } from './views.js';

const PATIENCE_MS = [100, 300, 1_000, 2_000] as const;

const exampleFigure = {
  name: 'margin',
  value: '-40500',
  salt: exampleHash.slice(0, 32),
  owner: 'HarborMSP',
  period: '2026-10',
  revision: 1,
};
const place = { blockNumber: 42, txId: exampleTxId };
const exampleChecked = {
  id: exampleOperationId,
  figure: exampleFigure,
  source: 'state',
  disclosedAt: exampleTime,
  txId: exampleTxId,
  verdict: 'current',
  finding: 'The hash is that of margin of 2026-10 in the ledger’s state, written in block 42.',
  hash: exampleHash,
  ledgerHash: exampleHash,
  written: place,
};

const auditor = mspId.optional().meta({ description: 'To whom; may be left out where one organisation audits.' });

/** Figures that the own peer still holds, by name; or, of what was amended or purged since, as you kept them. */
const disclosed = z.union([
  z.strictObject({ auditor, period: figurePeriod, names: z.array(figureName).min(1).max(figureNames.length) }),
  z.strictObject({ auditor, figures: disclosedFigures }),
]);

export const discloseFigures = writeRoute(discloseEntry, '/v1/disclosures', {
  operationId: 'discloseFigures',
  tag: 'Disclosures',
  summary: 'Shows chosen figures of this organisation to an auditor.',
  description:
    'With `period` and `names`: the figures as the own peer holds them; the ledger checks them against their hashes. With `figures`: as you kept them of what was amended or purged since (value, salt, revision and all); the auditor finds their hashes in the blocks. Only that auditor’s peer is shown them.',
  also: [getFigures],
  body: disclosed,
  view: disclosureWrittenView,
  made: 'Disclosed.',
  errors: ['AUDITOR_REQUIRED'],
  example: {
    body: { period: '2026-10', names: ['margin'] },
    replies: {
      201: {
        auditor: 'AuditorMSP',
        period: '2026-10',
        names: ['margin'],
        source: 'state',
        count: 1,
        state: 'committed',
        txId: exampleTxId,
      },
    },
  },
  request: (context, gateway) => ({
    id: operationIdOf(context.scope, context.idempotencyKey),
    owner: context.caller.mspId,
    auditor: auditorOf(gateway, context.body.auditor),
    source: sourceOf(context.body),
  }),
  content: ({ body }, { secrets }) => ('figures' in body ? { digest: secrets.confidentialDigest(body) } : body),
  write({ body, caller }, gateway, options, request) {
    const disclose = (figures: Figure[]) =>
      gateway.transactions.write(caller.role, discloseEntry, request, { ...options, privateInput: { figures } });
    return 'figures' in body
      ? disclose(body.figures)
      : whenBothPeersAgree(async () => disclose(await ownFigures(gateway, caller, body)));
  },
  show: (reply, { body }, gateway) => ({
    auditor: auditorOf(gateway, body.auditor),
    ...(!('figures' in body) && { period: body.period, names: body.names }),
    source: sourceOf(body),
    ...(reply && { count: reply.count }),
  }),
});

const sourceOf = (body: z.infer<typeof disclosed>): 'history' | 'state' => ('figures' in body ? 'history' : 'state');

/**
 * Checked before anything is sent, because the figures go to the auditor's peer: nobody may be made to show them to a
 * competitor's by a slip of the pen.
 *
 * @throws Failure AUDITOR_UNKNOWN, AUDITOR_REQUIRED
 */
function auditorOf({ auditors }: Gateway, named: string | undefined): string {
  const [only, ...others] = auditors;
  if (named === undefined) {
    if (only === undefined) throw new Failure('AUDITOR_UNKNOWN', 'No organisation audits this consortium.');
    if (others.length === 0) return only;
    const detail = `must be one of ${auditors.join(', ')}`;
    throw new Failure('AUDITOR_REQUIRED', 'Several organisations audit.', {
      errors: [{ pointer: '/auditor', detail }],
    });
  }
  if (!auditors.includes(named)) throw new Failure('AUDITOR_UNKNOWN', `${named} does not audit this consortium.`);
  return named;
}

/**
 * What the own peer holds is what the ledger has the hash of; if the auditor's peer says otherwise, one of the two is a
 * few blocks behind.
 */
async function whenBothPeersAgree<T>(disclose: () => Promise<T>): Promise<T> {
  for (const waitMs of PATIENCE_MS) {
    try {
      return await disclose();
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'DISCLOSURE_MISMATCH') throw error;
      await pause(waitMs);
    }
  }
  return disclose();
}

/** @throws Failure FIGURES_UNKNOWN for a name that the month has not, or not any more */
async function ownFigures(
  { peer }: Gateway,
  { mspId: owner, role }: Caller,
  { period, names }: { readonly period: string; readonly names: readonly string[] },
): Promise<Figure[]> {
  const { figures } = await peer.evaluate(getFigures, { owner, period }, role);
  return [...new Set(names)].map((name) => {
    const found = figures.find((each) => each.name === name);
    if (found === undefined) throw new Failure('FIGURES_UNKNOWN', `There is no ${name} of ${period}.`);
    return found;
  });
}

const about = {
  tag: 'Disclosures',
  roles: ['auditor'],
  errors: ['PRIVATE_DATA_NOT_HERE'],
  also: [publishedFigures],
  view: disclosuresView,
} as const;

export const listDisclosures = readRoute(listEntry, '/v1/disclosures', {
  ...about,
  operationId: 'listDisclosures',
  summary: 'What was disclosed to the auditor, each held against the ledger’s state and the blocks.',
  description: 'For the auditor, whose peer alone holds it.',
  query: z
    .strictObject({ owner: mspId.optional(), period: figurePeriod.optional() })
    .refine(({ owner, period }) => period === undefined || owner !== undefined, {
      path: ['owner'],
      error: 'is needed with a period',
    }),
  shows: 'By owner, month and name.',
  example: { query: { owner: 'HarborMSP' }, replies: { 200: { disclosures: [exampleChecked], asOfBlock: 42 } } },
  read: (gateway, { query, caller }) => readCheckedDisclosures(gateway, query, caller.role),
});

export const verifyDisclosure = readRoute(listEntry, '/v1/disclosures/{owner}/{period}/{name}', {
  ...about,
  operationId: 'verifyDisclosure',
  summary: 'What was disclosed of one figure, and what exactly of it matches the ledger or does not.',
  params: z.strictObject({ owner: mspId, period: figurePeriod, name: figureName }),
  shows: 'Each time that it was disclosed.',
  errors: [...about.errors, 'DISCLOSURE_UNKNOWN'],
  example: {
    params: { owner: 'HarborMSP', period: '2026-10', name: 'margin' },
    replies: {
      200: {
        disclosures: [
          {
            ...exampleChecked,
            verdict: 'superseded',
            finding:
              'The hash is that of margin of 2026-10 as written in block 42, which block 57 replaced with another value.',
            ledgerHash: exampleTxId,
            ended: { ...place, blockNumber: 57 },
          },
        ],
        asOfBlock: 60,
      },
    },
  },
  async read(gateway, context) {
    const read = await readCheckedDisclosures(gateway, context.params, context.caller.role);
    if (read.value.disclosures.length === 0) throw new Failure('DISCLOSURE_UNKNOWN');
    return read;
  },
});
