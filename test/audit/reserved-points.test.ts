/** Points that an order reserves stay: two merchants that let them go are found. */
import { catalogue } from '@commonpoint/catalogue';
import { alice, harbor, issue, post, redeem, startConsortium } from '../contract/consortium.js';
import { admitRegulator, regulator } from '../contract/regulated.js';
import { AuditAlong } from './audit-along.js';

/** 40 points are reserved of an account that was issued some. */
async function reserved(operationId: string, points: string) {
  const ledger = admitRegulator(await startConsortium());
  const audit = new AuditAlong(ledger);
  await post(ledger, harbor(), issue(operationId, alice, points));
  await ledger.submit(regulator, catalogue.issueOrder, {
    orderId: 'RegulatorMSP:1',
    scope: { kind: 'account', accountId: alice, programId: 'harbor' },
    effect: { kind: 'reserve', amount: '40' },
    reasonHash: 'a'.repeat(64),
  });
  return { ledger, audit };
}

test.each([
  ['redeem', '5', 35],
  ['hold', '5', 35],
  ['buy-note', '5', 35],
])('of 40 reserved points %s takes %s', async (kind, amount, left) => {
  const { ledger, audit } = await reserved('z-1', '50');
  await post(ledger, harbor(), issue('z-2', alice, '5'), redeem('a-1', alice, '15'));
  expect(audit.found()).toEqual([]);
  const { value } = ledger.table('op').find(({ parts }) => parts[1] === 'a-1')!;
  const forged = { ...value, id: 'b-1', kind, amount, txId: 'forged-1' };
  expect(audit.forge('HarborMSP', { key: ['op', 'HarborMSP', 'b-1'], value: forged })).toContain(
    `HarborMSP b-1 leaves ${alice} ${left} points, orders reserve 40`,
  );
});

test('a note is neither pledged nor given away while less is there than is reserved', async () => {
  const { ledger, audit } = await reserved('i-1', '30');
  expect(audit.found()).toEqual([]);
  const { value } = ledger.table('op').find(({ parts }) => parts[1] === 'i-1')!;
  for (const [at, kind] of ['pledge-note', 'transfer-note'].entries()) {
    const forged = { ...value, id: `b-${at}`, kind, amount: '5', toAccountId: alice, txId: `forged-${at + 1}` };
    expect(audit.forge('HarborMSP', { key: ['op', 'HarborMSP', `b-${at}`], value: forged })).toContain(
      `HarborMSP b-${at} leaves ${alice} 30 points, orders reserve 40`,
    );
  }
});

test('what is found names the programme of these points, whatever stands behind them in the transaction', async () => {
  const { ledger, audit } = await reserved('i-1', '30');
  const { value } = ledger.table('op').find(({ parts }) => parts[1] === 'i-1')!;
  const forged = ['redeem', 'issue'].map((kind, at) => ({
    key: ['op', 'HarborMSP', `b-${at}`],
    value: { ...value, id: `b-${at}`, kind, txId: 'forged-1', ...(kind === 'issue' && { programId: 'citypark' }) },
  }));
  const told = audit.forgeTold('HarborMSP', ...forged).filter(({ text }) => text.includes('orders reserve 40'));
  expect(told.map(({ programs }) => programs)).toEqual([['harbor']]);
});
