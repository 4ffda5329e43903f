/** What members do with their account itself: lock it, and put another key in the place of theirs. */
import {
  addReference as addEntry,
  announceRecovery as announceEntry,
  withdrawRecovery as withdrawEntry,
  lockAccount as lockEntry,
  lockHours,
  publicKey,
  recoveryHours,
  removeReference as removeEntry,
  rotateKey as rotateEntry,
  sequence,
  unlockAccount as unlockEntry,
  authorization,
} from '@commonpoint/catalogue';
import { z } from 'zod';
import { writeRoute } from '../../http/write-route.js';
import { exampleTime, exampleTxId } from '../examples.js';
import { accountPath } from '../parameters.js';
import { exampleAccount, exampleAuthorization, examplePublicKey } from './examples.js';
import { memberRef } from './member-reference.js';
import { accountWrittenView } from './views.js';

const about = { tag: 'Accounts', params: accountPath, view: accountWrittenView, done: 'Done; the account.' };
const params = { accountId: exampleAccount.accountId };
const written = { ...exampleAccount, state: 'committed', txId: exampleTxId } as const;
const signedExample = { sequence: 1, authorization: exampleAuthorization };

/** The number of the change is one more than the account's `signedChanges`, and part of what the member signs. */
const signed = { sequence, authorization };
const maybeSigned = { sequence: sequence.optional(), authorization: authorization.optional() };
const description =
  'With the member’s signature it is the member’s own: what is signed is the change with `kind`, `sequence` and the fields sent, as the package member-keys makes it; `sequence` is one more than the account’s `signedChanges`.';

export const lockAccount = writeRoute(lockEntry, '/v1/accounts/{accountId}/lock', {
  ...about,
  operationId: 'lockAccount',
  summary: 'Locks an account at once: it earns, and nothing leaves.',
  description: `Unlocking takes effect \`delayHours\` after it is asked for. ${description}`,
  body: z.strictObject({ delayHours: lockHours.optional(), ...maybeSigned }),
  bodyKind: 'optional-json',
  example: {
    params,
    body: { delayHours: 48, ...signedExample },
    replies: { 200: { ...written, locks: { member: { since: exampleTime, delayHours: 48 } }, signedChanges: 1 } },
  },
});

export const unlockAccount = writeRoute(unlockEntry, '/v1/accounts/{accountId}/unlock', {
  ...about,
  operationId: 'unlockAccount',
  summary: 'Lifts a lock after the delay that was chosen with it.',
  description: `Each lock is lifted by who put it on. ${description}`,
  body: z.strictObject(maybeSigned),
  bodyKind: 'optional-json',
  example: {
    params,
    body: {},
    replies: {
      200: { ...written, locks: { custodian: { since: exampleTime, delayHours: 24, unlocksAt: exampleTime } } },
    },
  },
});

export const rotateKey = writeRoute(rotateEntry, '/v1/accounts/{accountId}/public-key/rotate', {
  ...about,
  operationId: 'rotateKey',
  summary: 'Puts another key in the place of the member’s, at once, by the old one’s signature.',
  description,
  body: z.strictObject({ publicKey, recoveryHours: recoveryHours.optional(), ...signed }),
  example: {
    params,
    body: { publicKey: examplePublicKey, ...signedExample },
    replies: { 200: { ...written, publicKey: examplePublicKey, signedChanges: 1 } },
  },
});

export const announceRecovery = writeRoute(announceEntry, '/v1/accounts/{accountId}/recovery', {
  ...about,
  operationId: 'announceRecovery',
  summary: 'Announces another key for a member who lost the old one; it is in force after the delay set with that.',
  body: z.strictObject({ publicKey }),
  example: {
    params,
    body: { publicKey: examplePublicKey },
    replies: {
      200: {
        ...written,
        publicKey: { ...examplePublicKey, x: '2-Jj2UvNCvQiUPNYRgSi0cJSPiJI6Rs6D0UTeEpQVj8' },
        recovery: { publicKey: examplePublicKey, announcedAt: exampleTime, inForceAt: exampleTime },
      },
    },
  },
});

export const withdrawRecovery = writeRoute(withdrawEntry, '/v1/accounts/{accountId}/recovery/withdraw', {
  ...about,
  operationId: 'withdrawRecovery',
  summary: 'Takes back an announced recovery, by the old key’s signature.',
  description,
  body: z.strictObject(signed),
  example: {
    params,
    body: signedExample,
    replies: { 200: { ...written, publicKey: examplePublicKey, signedChanges: 1 } },
  },
});

const referenceBody = { memberRef: 'card 7390' };
const referenceRoute = <Verb extends 'references' | 'references/remove'>(
  verb: Verb,
  entry: typeof addEntry,
  named: { readonly operationId: string; readonly summary: string; readonly description: string },
) =>
  writeRoute(entry, `/v1/accounts/{accountId}/${verb}`, {
    ...about,
    ...named,
    body: z.strictObject({ memberRef }),
    example: { params, body: referenceBody, replies: { 200: written } },
    request: ({ params: { accountId }, body }, { secrets }) => ({
      accountId,
      referenceId: secrets.accountIdOf(body.memberRef),
    }),
  });

export const addReference = referenceRoute('references', addEntry, {
  operationId: 'addReference',
  summary: 'Lets another reference of yours lead to the account: a second card, another person of the household.',
  description:
    'From then on it gives this account wherever a reference is taken: in `POST /v1/accounts` and in imports.',
});

export const removeReference = referenceRoute('references/remove', removeEntry, {
  operationId: 'removeReference',
  summary: 'Takes a reference off the account, at once and for good: a lost card, for example.',
  description:
    'From then on whatever names it is refused with `REFERENCE_REMOVED`. The account and its other references stay.',
});
