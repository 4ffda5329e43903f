/** Changes that are meant for one revision of a row: one that comes late takes the place of nothing newer. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { alice, auditor, harbor, startConsortium } from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

const programId = 'harbor';
const revisionOfProgram = async () => (await ledger.submit(auditor, catalogue.getProgram, { programId })).revision ?? 1;
const revisionOfAccount = async () =>
  (await ledger.submit(auditor, catalogue.getAccount, { accountId: alice })).revision ?? 1;

type Change = (revision: number | undefined) => Promise<{ revision?: number | undefined }>;
const meant = (revision: number | undefined) => (revision === undefined ? {} : { revision });
const changes: [string, Change, () => Promise<number>][] = [
  [
    'a cap',
    (revision) => ledger.submit(harbor(), catalogue.changeCap, { programId, cap: '2000', ...meant(revision) }),
    revisionOfProgram,
  ],
  [
    'a programme’s status',
    (revision) =>
      ledger.submit(harbor(), catalogue.setProgramStatus, { programId, status: 'suspended', ...meant(revision) }),
    revisionOfProgram,
  ],
  [
    'limits',
    (revision) => ledger.submit(harbor(), catalogue.setLimits, { programId, limits: {}, ...meant(revision) }),
    revisionOfProgram,
  ],
  [
    'a clearing value',
    (revision) =>
      ledger.submit(harbor(), catalogue.setClearingValue, { programId, clearingValue: '7', ...meant(revision) }),
    revisionOfProgram,
  ],
  [
    'an account’s status',
    (revision) =>
      ledger.submit(harbor(), catalogue.setAccountStatus, { accountId: alice, status: 'frozen', ...meant(revision) }),
    revisionOfAccount,
  ],
];

test.each(changes)(
  '%s counts revisions, and is refused for one that is not there any more',
  async (_what, change, now) => {
    expect(await now()).toBe(1);
    expect((await change(1)).revision).toBe(2);
    await expect(change(1)).rejects.toMatchObject({ body: { code: 'PRECONDITION_FAILED' } });
    await expect(change(3)).rejects.toMatchObject({ body: { code: 'PRECONDITION_FAILED' } });
    expect((await change(undefined)).revision).toBe(3);
    expect(await now()).toBe(3);
  },
);

test('whatever changes an account’s row counts', async () => {
  const publicKey = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
  const key = { accountId: alice, publicKey };
  await ledger.submit(harbor(), catalogue.setPublicKey, key);
  expect(await revisionOfAccount()).toBe(2);
  await ledger.submit(harbor(), catalogue.setPublicKey, key);
  expect(await revisionOfAccount()).toBe(2);
  await ledger.submit(harbor(), catalogue.issueOrder, {
    orderId: 'HarborMSP:1',
    scope: { kind: 'account', accountId: alice },
    effect: { kind: 'stop-debits' },
    reasonHash: 'a'.repeat(64),
  });
  expect(await revisionOfAccount()).toBe(3);
});

test('two that are endorsed for the same revision: the second is a conflict, and then refused', async () => {
  const simulate = (cap: string) =>
    ledger.simulate(harbor(), 'Programs:ChangeCap', [JSON.stringify({ programId, cap, revision: 1 })]);
  const [one, other] = [await simulate('2000'), await simulate('3000')];
  expect([ledger.commit(one), ledger.commit(other)]).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
  expect((await simulate('3000')).message).toContain('PRECONDITION_FAILED');
});
