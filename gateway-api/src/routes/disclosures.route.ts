/** `/v1/disclosures`: figures shown to an auditor, and what the auditor makes of them. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  discloseFigures as discloseEntry,
  disclosedFigures,
  figureName,
  figureNames,
  figurePeriod,
  mspId,
  type Figure,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { operationIdOf } from '../http/idempotency.js';
import { route, type Ask } from '../http/route.js';
import { Failure } from '../channel/failures.js';
import type { Gateway } from '../ports.js';
import { exampleHash, exampleOperationId, exampleTime, exampleTxId } from './examples.js';
import { disclosuresView, disclosureWrittenView } from './figure-views.js';
import { writeErrors, writeOnce } from './written.js';

const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID', 'PRIVATE_DATA_NOT_HERE'] as const;

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
const request = z.union([
  z.strictObject({ auditor, period: figurePeriod, names: z.array(figureName).min(1).max(figureNames.length) }),
  z.strictObject({ auditor, figures: disclosedFigures }),
]);

export const discloseFigures = route({
  operationId: 'discloseFigures',
  method: 'post',
  path: '/v1/disclosures',
  tag: 'Disclosures',
  summary: 'Shows chosen figures of this organisation to an auditor.',
  description:
    'With `period` and `names`: the figures as the own peer holds them; the ledger checks them against their hashes. With `figures`: as you kept them of what was amended or purged since (value, salt, revision and all); the auditor finds their hashes in the blocks. Only that auditor’s peer is shown them.',
  roles: discloseEntry.roles,
  transactions: ['discloseFigures', 'getFigures'],
  body: request,
  replies: {
    201: { description: 'Disclosed.', schema: disclosureWrittenView },
    202: { description: 'Handed over, not committed yet.', schema: disclosureWrittenView },
  },
  errors: [...writeErrors, 'PRIVATE_DATA_NOT_HERE', 'COLLECTION_UNKNOWN', 'AUDITOR_REQUIRED'],
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
  handle: (ask, gateway) => {
    const { body, caller } = ask;
    const isKept = 'figures' in body;
    const source = isKept ? 'history' : 'state';
    const shownTo = auditorOf(gateway, body.auditor);
    const id = operationIdOf(ask.scope, ask.idempotencyKey);
    const named = isKept ? {} : { period: body.period, names: body.names };
    return writeOnce(ask, gateway, {
      content: isKept ? { digest: gateway.writes.confidentialDigest(body) } : body,
      write: (options) => {
        const disclose = async (figures: Figure[]) =>
          gateway.writes.submitTransaction(
            caller,
            discloseEntry,
            { id, owner: caller.mspId, auditor: shownTo, source },
            { ...options, privateInput: { figures } },
          );
        return isKept
          ? disclose(body.figures)
          : whenBothPeersAgree(async () => disclose(await ownFigures(ask, gateway, body)));
      },
      body: (reply) => ({ auditor: shownTo, ...named, source, ...(reply && { count: reply.count }) }),
      status: 201,
    });
  },
});

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
  ask: Pick<Ask<unknown, unknown, unknown>, 'caller'>,
  gateway: Gateway,
  { period, names }: { readonly period: string; readonly names: readonly string[] },
): Promise<Figure[]> {
  const { value } = await gateway.ledger.figuresOfMonth(period, { caller: ask.caller, consistency: 'ledger' });
  return [...new Set(names)].map((name) => {
    const found = value.figures.find((each) => each.name === name);
    if (found === undefined) throw new Failure('FIGURES_UNKNOWN', `There is no ${name} of ${period}.`);
    return found;
  });
}

export const listDisclosures = route({
  operationId: 'listDisclosures',
  method: 'get',
  path: '/v1/disclosures',
  tag: 'Disclosures',
  summary: 'What was disclosed to the auditor, each held against the ledger’s state and the blocks.',
  description: 'For the auditor, whose peer alone holds it.',
  roles: ['auditor'],
  transactions: ['listDisclosures', 'publishedFigures'],
  query: z
    .strictObject({ owner: mspId.optional(), period: figurePeriod.optional() })
    .refine(({ owner, period }) => period === undefined || owner !== undefined, {
      path: ['owner'],
      error: 'is needed with a period',
    }),
  replies: { 200: { description: 'By owner, month and name.', schema: disclosuresView } },
  errors: readErrors,
  example: {
    query: { owner: 'HarborMSP' },
    replies: { 200: { disclosures: [exampleChecked], asOfBlock: 42 } },
  },
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.disclosures(ask.query, ask.read);
    return { status: 200, body: { disclosures: value, asOfBlock } };
  },
});

export const verifyDisclosure = route({
  operationId: 'verifyDisclosure',
  method: 'get',
  path: '/v1/disclosures/{owner}/{period}/{name}',
  tag: 'Disclosures',
  summary: 'What was disclosed of one figure, and what exactly of it matches the ledger or does not.',
  roles: ['auditor'],
  transactions: ['listDisclosures', 'publishedFigures'],
  params: z.strictObject({ owner: mspId, period: figurePeriod, name: figureName }),
  replies: { 200: { description: 'Each time that it was disclosed.', schema: disclosuresView } },
  errors: [...readErrors, 'DISCLOSURE_UNKNOWN'],
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
  handle: async (ask, gateway) => {
    const { value, asOfBlock } = await gateway.ledger.disclosures(ask.params, ask.read);
    if (value.length === 0) throw new Failure('DISCLOSURE_UNKNOWN');
    return { status: 200, body: { disclosures: value, asOfBlock } };
  },
});
