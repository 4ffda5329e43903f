/** What a member may do by its status is one table: each of its cells. */
import {
  catalogue,
  memberStatus,
  operationStatuses,
  statusesFor,
  type MemberKind,
  type MemberStatus,
  type OperationKind,
  type Transaction,
} from '@commonpoint/catalogue';
import { decideMembership } from '../../chaincode/src/domain/core/access.js';
import { alice, harbor, issue, postOne, redeem, startConsortium } from './consortium.js';

const submitted = (Object.values(catalogue) as Transaction[]).filter(({ mode }) => mode === 'submit');
const caller = { mspId: 'HarborMSP', role: 'admin' } as const;
const member = (status: MemberStatus, kind: MemberKind = 'merchant') => ({
  mspId: 'HarborMSP',
  name: 'Harbor',
  kind,
  status,
  registeredAt: '2026-11-23T08:00:00.000Z',
});

test.each(submitted.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const isOfRegulatorsAlone = name === 'Collateral:Allow';
  for (const status of memberStatus.options) {
    const refusal = decideMembership(caller, member(status, isOfRegulatorsAlone ? 'regulator' : 'merchant'), entry);
    expect([status, refusal?.code]).toEqual([
      status,
      statusesFor(name).includes(status) ? undefined : 'ORGANIZATION_NOT_ALLOWED',
    ]);
  }
  const isForAll = /^(Governance:|Evidence:(SetKey|Checkpoint)$)/.test(name);
  expect(decideMembership(caller, member('active', 'auditor'), entry) === undefined).toBe(isForAll);
  const isOfRegulators = isForAll || isOfRegulatorsAlone || name.startsWith('Orders:');
  expect(decideMembership(caller, member('active', 'regulator'), entry) === undefined).toBe(isOfRegulators);
  expect(decideMembership(caller, member('active', 'merchant'), entry) === undefined).toBe(!isOfRegulatorsAlone);
});

test('nobody that is no active member proposes, votes, objects or issues', () => {
  for (const name of ['Propose', 'Vote', 'Object', 'Withdraw', 'Execute'].map((each) => `Governance:${each}`)) {
    expect([name, statusesFor(name)]).toEqual([name, ['active']]);
  }
  expect(operationStatuses.issue).toEqual(['active']);
});

test('a status that may post at all may at least keep what was promised', () => {
  for (const kind of ['capture', 'void', 'expire', 'reverse'] satisfies OperationKind[]) {
    expect(operationStatuses[kind]).toEqual(statusesFor('Points:Post'));
  }
});

test.each([
  ['leaving', 'REJECTED', 'POSTED'],
  ['suspended', 'REJECTED', 'REJECTED'],
] as const)('a merchant that is %s: issuing is %s, redeeming is %s', async (status, issuing, redeeming) => {
  const ledger = await startConsortium();
  await postOne(ledger, harbor(), issue('i-0', alice, '9'));
  ledger.plant('org', ['HarborMSP'], member(status));
  expect((await postOne(ledger, harbor(), issue('i-1', alice, '1'))).state).toBe(issuing);
  expect((await postOne(ledger, harbor(), redeem('r-1', alice, '1'))).state).toBe(redeeming);
});
