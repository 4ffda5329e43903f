/** For the test of all codes: those of members' locks and keys. */
import { catalogue, REFERENCES_MAX, type ErrorCode } from '@commonpoint/catalogue';
import { createMemberKey, signAccountChange } from '../../member-keys/src/index.js';
import type { LedgerStub } from '../support/ledger-stub.js';
import { pledge, switchAssets, terms as lineTerms } from './collateral-world.js';
import { alice, bob, citypark, harbor, hold, issue, post, redeem } from './consortium.js';
import { buy, switchNotes, terms as noteTerms } from './notes-world.js';

type Case = [code: ErrorCode, situation: string, work: (ledger: LedgerStub) => Promise<unknown>];

const key = createMemberKey();
const locking = async (signedChanges: number) => {
  const terms = { custodian: 'HarborMSP', expiresAt: new Date('2026-11-23T08:01:00.000Z') };
  const { body } = await signAccountChange(await key, { accountId: alice, signedChanges }, { kind: 'lock' }, terms);
  return { accountId: alice, ...body };
};
const setKey = async (ledger: LedgerStub) =>
  ledger.submit(harbor(), catalogue.setPublicKey, { accountId: alice, publicKey: (await key).publicKey });
const announce = async (ledger: LedgerStub) =>
  ledger.submit(harbor(), catalogue.announceRecovery, {
    accountId: alice,
    publicKey: (await createMemberKey()).publicKey,
  });

const card = { accountId: alice, referenceId: 'HarborMSP:card-0001' };
const add = (ledger: LedgerStub, more: object = {}) =>
  ledger.submit(harbor(), catalogue.addReference, { ...card, ...more });

export const memberErrors: Case[] = [
  [
    'ACCOUNT_HAS_HOLDS',
    'merging',
    async (l) => {
      await post(l, harbor(), issue('i-1', alice, '1'), hold('h-1', alice, '1'));
      return l.submit(harbor(), catalogue.mergeAccounts, { accountId: alice, intoAccountId: bob });
    },
  ],
  [
    'ACCOUNT_HAS_PLEDGES',
    'merging',
    async (l) => {
      switchAssets(l);
      await post(l, harbor(), issue('i-1', alice, '1'));
      await l.submit(citypark(), catalogue.grantCreditLine, lineTerms);
      await pledge(l, 'p-1', '1');
      return l.submit(harbor(), catalogue.mergeAccounts, { accountId: alice, intoAccountId: bob });
    },
  ],
  [
    'ACCOUNT_HAS_NOTES',
    'erasing',
    async (l) => {
      switchNotes(l, true);
      await l.submit(harbor(), catalogue.offerNotes, noteTerms);
      await post(l, harbor(), issue('i-1', alice, '400'), buy('n-1', alice, '400'));
      return l.submit(harbor(), catalogue.eraseAccount, { accountId: alice, references: 1, unnamed: 0 });
    },
  ],
  [
    'REFERENCE_REMOVED',
    'adding it again',
    async (l) => (await add(l), await l.submit(harbor(), catalogue.removeReference, card), add(l)),
  ],
  ['REFERENCE_ELSEWHERE', 'another account', async (l) => (await add(l), add(l, { accountId: bob }))],
  [
    'REFERENCES_EXCEEDED',
    'one more',
    async (l) => {
      for (let n = 0; n < REFERENCES_MAX; n += 1) await add(l, { referenceId: `HarborMSP:card-${1000 + n}` });
      return add(l);
    },
  ],
  [
    'ACCOUNT_LOCKED',
    'redeeming',
    async (l) => {
      await l.submit(harbor(), catalogue.lockAccount, { accountId: alice });
      return post(l, harbor(), redeem('r-1', alice, '1'));
    },
  ],
  ['ACCOUNT_NOT_LOCKED', 'unlocking', (l) => l.submit(harbor(), catalogue.unlockAccount, { accountId: alice })],
  ['PUBLIC_KEY_MISSING', 'a signed lock', async (l) => l.submit(harbor(), catalogue.lockAccount, await locking(0))],
  [
    'SEQUENCE_WRONG',
    'the change after the next',
    async (l) => (await setKey(l), l.submit(harbor(), catalogue.lockAccount, await locking(1))),
  ],
  ['RECOVERY_ANNOUNCED', 'another key', async (l) => (await setKey(l), await announce(l), announce(l))],
  [
    'RECOVERY_UNKNOWN',
    'withdrawing',
    async (l) => (await setKey(l), l.submit(harbor(), catalogue.withdrawRecovery, await locking(0))),
  ],
];
