/** `/v1/session` and `/v1/sign-in`: who is asking, and how somebody becomes one who may ask. */
import { mspId, roles } from '@commonpoint/catalogue';
import { z } from 'zod';
import { route } from '../../http/route.js';
import { exampleTime } from '../examples.js';

const organization = z.string().meta({ description: 'The organisation’s slug, as in `organizations/`.' });
const stepUpMinutes = z.int().optional().meta({
  description:
    'Who speaks for the organisation has to have shown who it is within so many minutes; only where people sign in.',
});

export const readSession = route({
  operationId: 'readSession',
  method: 'get',
  path: '/v1/session',
  tag: 'Service',
  summary: 'Who is asking: whose key, token or session it is, and what it may do.',
  roles,
  replies: {
    200: {
      description: 'The caller.',
      schema: z.strictObject({
        organization,
        mspId,
        client: z.string().meta({ description: 'Whose key it is, or who signed in.' }),
        keyId: z.string().optional().meta({ description: 'The API key’s id.' }),
        role: z.enum(roles).meta({ description: 'What it may do.' }),
        authenticatedAt: z.iso.datetime({ precision: 3 }).optional().meta({
          description: 'Of somebody that signed in: when it last showed who it is.',
        }),
        stepUpMinutes,
      }),
    },
  },
  example: {
    replies: {
      200: {
        organization: 'harbor',
        mspId: 'HarborMSP',
        client: 'person:4711',
        role: 'delegate',
        authenticatedAt: exampleTime,
        stepUpMinutes: 5,
      },
    },
  },
  handle: ({ caller }, { signIn }) => {
    const { organization: slug, mspId: own, clientId, keyId, role, authenticatedAt } = caller;
    return {
      status: 200,
      body: {
        organization: slug,
        mspId: own,
        client: clientId,
        keyId,
        role,
        ...(authenticatedAt !== undefined && { authenticatedAt: new Date(authenticatedAt).toISOString() }),
        stepUpMinutes: signIn?.stepUpMinutes,
      },
    };
  },
});

export const readSignIn = route({
  operationId: 'readSignIn',
  method: 'get',
  path: '/v1/sign-in',
  tag: 'Service',
  summary: 'Whose gateway it is, and how one signs in: for who has nothing to show yet.',
  roles: 'public',
  replies: {
    200: {
      description: 'API keys are always taken.',
      schema: z.strictObject({
        mspId,
        people: z.boolean().meta({ description: 'Whether people sign in by `/sign-in`.' }),
        stepUpMinutes,
      }),
    },
  },
  example: { replies: { 200: { mspId: 'HarborMSP', people: true, stepUpMinutes: 5 } } },
  handle: (_context, { mspId: own, signIn }) => ({
    status: 200,
    body: { mspId: own, people: signIn !== undefined, stepUpMinutes: signIn?.stepUpMinutes },
  }),
});

export const listKeys = route({
  operationId: 'listKeys',
  method: 'get',
  path: '/v1/keys',
  tag: 'Service',
  summary: 'The API keys that this gateway takes, and those that were revoked: whose they are, never what they are.',
  roles: ['admin', 'auditor'],
  replies: {
    200: {
      description: 'All of them.',
      schema: z.strictObject({
        keys: z
          .array(
            z.strictObject({
              id: z.string().meta({ description: 'The key’s own id.' }),
              client: z.string().meta({ description: 'Whose key it is: a till, a server.' }),
              role: z.enum(roles).meta({ description: 'What it may do.' }),
              createdAt: z.iso
                .datetime()
                .optional()
                .meta({ description: 'When it was made, where that was written down.' }),
              revokedAt: z.iso.datetime().optional().meta({ description: 'Since when it opens nothing any more.' }),
              lastUsedAt: z.iso.datetime().optional().meta({ description: 'When it was used last.' }),
            }),
          )
          .meta({ description: 'All keys, in the order in which they were made.' }),
      }),
    },
  },
  example: {
    replies: { 200: { keys: [{ id: 'till-4', client: 'till-4', role: 'cashier', createdAt: exampleTime }] } },
  },
  handle: (_context, { apiKeys }) => ({
    status: 200,
    body: {
      keys: apiKeys().map(({ id, client, role, createdAt, revokedAt, lastUsedAt }) => ({
        id,
        client,
        role,
        createdAt,
        revokedAt,
        lastUsedAt,
      })),
    },
  }),
});
