/** `/v1/network`, `/v1/certificates`, `/v1/findings`: what the gateway sees of the nodes, and what it found in their blocks. */
import { mspId, roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { noticeOf } from '../../channel/certificates.js';
import { Problem } from '../../http/problem.js';
import { route } from '../../http/route.js';
import { exampleTime } from '../examples.js';
import { asOfBlock, blockNumber } from '../views.js';

const time = z.iso.datetime({ precision: 3 });

export const readNetwork = route({
  operationId: 'readNetwork',
  method: 'get',
  path: '/v1/network',
  tag: 'Consortium',
  summary: 'Who takes part in the channel by its configuration, and up to which block each orderer signed.',
  roles,
  errors: ['PEER_UNAVAILABLE'],
  replies: {
    200: {
      description: 'As the last configuration says.',
      schema: z.strictObject({
        version: z.int().meta({ description: 'Counts changes of the configuration.' }),
        changedAt: time.meta({ description: 'When it was changed last, as its maker says.' }),
        organizations: z.array(mspId).meta({ description: 'Those that have peers on the channel.' }),
        orderers: z
          .array(z.strictObject({ mspId, endpoint: z.string().meta({ description: 'As `host:port`.' }) }))
          .meta({ description: 'Those that order.' }),
        signatures: z
          .array(
            z.strictObject({
              orderer: z.string().meta({ description: 'The orderer: its organisation, a colon, its number.' }),
              block: blockNumber.meta({
                description: 'The last block with its signature, of those that came since the gateway was started.',
              }),
            }),
          )
          .meta({ description: 'Who signed which block last. Nobody under Raft, where one orderer signs for all.' }),
        ledgerBlock: blockNumber.meta({ description: 'The last block that the own peer is known to have.' }),
        asOfBlock,
      }),
    },
  },
  example: {
    replies: {
      200: {
        version: 1,
        changedAt: exampleTime,
        organizations: ['HarborMSP'],
        orderers: [{ mspId: 'HarborMSP', endpoint: 'orderer.harbor.example:7050' }],
        signatures: [{ orderer: 'HarborMSP:1', block: 42 }],
        ledgerBlock: 42,
        asOfBlock: 42,
      },
    },
  },
  handle: (_context, { nodes, projection, health }) => {
    const configured = nodes.network();
    if (configured === undefined) throw new Problem('PEER_UNAVAILABLE', 'no configuration was read from the peer yet');
    const { version, time: at, organizations, orderers } = configured;
    return {
      status: 200,
      body: {
        version,
        changedAt: new Date(at).toISOString(),
        organizations,
        orderers,
        signatures: nodes.signatures(),
        ledgerBlock: health.readiness().ledgerBlock,
        asOfBlock: projection.lastBlock(),
      },
    };
  },
});

export const listCertificates = route({
  operationId: 'listCertificates',
  method: 'get',
  path: '/v1/certificates',
  tag: 'Service',
  summary:
    'The certificates that the gateway uses, or sees in use by peers, orderers and authorities, soonest end first.',
  roles,
  replies: {
    200: {
      description: 'All that are known.',
      schema: z.strictObject({
        certificates: z
          .array(
            z.strictObject({
              name: z.string().meta({
                description:
                  'A role, `peer-tls-root` or `peer-tls`; of others `peer:HarborMSP`, `orderer-tls:HarborMSP:1`, `authority:HarborMSP`.',
              }),
              endsAt: time.meta({ description: 'When the certificate ends.' }),
              withinDays: z
                .union([z.literal(0), z.literal(1), z.literal(7), z.literal(30)])
                .optional()
                .meta({
                  description: 'It ends within so many days; 0 when it has ended, absent while there is time.',
                }),
            }),
          )
          .meta({ description: 'All that are known, soonest end first.' }),
      }),
    },
  },
  example: { replies: { 200: { certificates: [{ name: 'operator', endsAt: exampleTime, withinDays: 30 }] } } },
  handle: (_context, { nodes }) => ({
    status: 200,
    body: {
      certificates: nodes
        .certificates()
        .toSorted((a, b) => a.endsAt.getTime() - b.endsAt.getTime())
        .map((each) => ({ name: each.name, endsAt: each.endsAt.toISOString(), withinDays: noticeOf(each) })),
    },
  }),
});

export const listFindings = route({
  operationId: 'listFindings',
  method: 'get',
  path: '/v1/findings',
  tag: 'Evidence',
  summary: 'What recomputing every block of the own peer came to: how far it is, and what it found, newest first.',
  roles: ['admin', 'operator', 'auditor', 'regulator'],
  replies: {
    200: {
      description: 'The newest ones; `count` says how many there are.',
      schema: z.strictObject({
        state: z
          .enum(['off', 'catching-up', 'watching', 'broken'])
          .meta({ description: 'Whether blocks are recomputed.' }),
        block: blockNumber.optional().meta({ description: 'The last block that was recomputed.' }),
        count: z.int().meta({ description: 'How many findings there are.' }),
        findings: z
          .array(
            z.strictObject({
              block: blockNumber,
              about: z.string().meta({ description: 'Which promise is broken, in the audit’s words.' }),
              text: z.string().meta({ description: 'What is wrong. It may name accounts.' }),
              programs: z.array(z.string()).optional().meta({ description: 'The programmes that it is about.' }),
            }),
          )
          .meta({ description: 'What was found, newest first.' }),
      }),
    },
  },
  example: {
    replies: {
      200: {
        state: 'watching',
        block: 42,
        count: 1,
        findings: [{ block: 41, about: 'supply', text: 'more points than were issued', programs: ['harbor'] }],
      },
    },
  },
  handle: (_context, { nodes, health }) => {
    const { state, block, findings } = health.readiness().watch;
    const found = nodes
      .findings()
      .map(({ block: at, about, text, programs }) => ({ block: at, about, text, programs }));
    return { status: 200, body: { state, block, count: findings, findings: found } };
  },
});
