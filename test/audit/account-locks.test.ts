/** Points that left a locked account are found out of blocks alone, whoever endorsed it. */
import { Replay } from '../../audit/src/replay.js';

const accountId = 'HarborMSP:a-000001';
const account = (locks?: object) => ({
  key: ['account', accountId],
  value: { custodian: 'HarborMSP', ...(locks !== undefined && { locks }) },
});
const receipt = (kind: string, txTime = '2026-11-23T10:00:00.000Z') => ({
  key: ['op', 'HarborMSP', 'r'],
  value: { id: 'r', kind, mspId: 'HarborMSP', programId: 'harbor', accountId, amount: '1', txId: 't2', txTime },
});
const locked = (more: object = {}) => account({ member: { since: 'then', delayHours: 24, ...more } });
const finding = `HarborMSP r takes points of ${accountId}, which was locked`;

test.each([
  ['a redemption', locked(), receipt('redeem'), true],
  ['a hold before the unlocking', locked({ unlocksAt: '2026-11-23T10:00:00.001Z' }), receipt('hold'), true],
  ['a transfer after it', locked({ unlocksAt: '2026-11-23T10:00:00Z' }), receipt('transfer'), false],
  ['an issuance', locked(), receipt('issue'), false],
  ['an account that was never locked', account(), receipt('redeem'), false],
])('%s', (_name, row, operation, isFound) => {
  const replay = new Replay();
  replay.apply('t1', [row]);
  replay.apply('t2', [operation]);
  expect(replay.takeFindings().includes(finding)).toBe(isFound);
});
