/** One account, one programme, one operation by itself, of recorded blocks; and the forms of the report. */
import type { AskedAbout, Subject } from '../../audit/src/asked-about.js';
import { auditPeers } from '../../audit/src/audit-peers.js';
import { BlockAudit } from '../../audit/src/block-audit.js';
import { formatReport, makeReport, type Report } from '../../audit/src/report.js';
import { goldenChain, peerWith } from '../support/golden-chain.js';

const { bytes } = goldenChain('points');

async function reportOf(about?: Subject): Promise<Report> {
  const audit = new BlockAudit({ chaincode: 'points', about });
  const witnesses = await auditPeers({ audit, read: peerWith('HarborMSP', bytes), graceMs: 0 });
  const told = { channel: 'points', chaincode: 'points', firstBlockWasGiven: false, from: 0, readFrom: 'HarborMSP' };
  return makeReport({ audit, witnesses, ...told });
}

const aboutOf = async <K extends Subject['kind']>(subject: Extract<Subject, { kind: K }>) =>
  (await reportOf(subject)).about as Extract<AskedAbout, { kind: K }>;

it('an account has what its operations come to, and each of them with its block', async () => {
  const all = await aboutOf({ kind: 'program', programId: 'harbor' });
  expect(all.operations.map(({ kind }) => kind)).toContain('issue');
  const audit = new BlockAudit({ chaincode: 'points' });
  for (const block of bytes) audit.apply(block);
  const [[name, points] = ['', 0n]] = [...audit.finish().balances].filter(([each]) => each.endsWith(' harbor'));
  const accountId = name.split(' ')[0] ?? '';
  const account = await aboutOf({ kind: 'account', accountId });
  expect(account.balances).toContainEqual({ programId: 'harbor', points: String(points), held: expect.any(String) });
  const [issued] = account.operations.filter(({ kind }) => kind === 'issue');
  expect(issued).toMatchObject({ accountId, programId: 'harbor', txId: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const { operation } = await aboutOf({ kind: 'operation', mspId: issued!.mspId, id: issued!.id });
  expect(operation).toMatchObject({ ...issued, created: [{ amount: issued!.amount }] });
  expect(issued!.block).toBeGreaterThan(0);
});

it('what the ledger does not have is said to be not there', async () => {
  const report = await reportOf({ kind: 'operation', mspId: 'HarborMSP', id: 'never' });
  expect(report.about).toEqual({ kind: 'operation', mspId: 'HarborMSP', id: 'never' });
  expect(formatReport(report, 'text')).toContain('There is no operation never of HarborMSP');
  const none = await aboutOf({ kind: 'account', accountId: 'HarborMSP:never' });
  expect(none).toMatchObject({ balances: [], operations: [] });
});

it('sums of others are left out, findings are not', async () => {
  const whole = await reportOf();
  expect([whole.supply.length, whole.clearing.length]).toEqual([1, expect.any(Number)]);
  const own = await reportOf({ kind: 'program', programId: 'harbor' });
  expect([own.supply, own.clearing, own.findings]).toEqual([whole.supply, whole.clearing, whole.findings]);
  const other = await reportOf({ kind: 'program', programId: 'citypark' });
  expect([other.supply, other.clearing, other.findings]).toEqual([[], [], whole.findings]);
});

it('is told as text, as JSON and as CSV, each with date, height and hashes', async () => {
  const report = await reportOf({ kind: 'program', programId: 'harbor' });
  const { head, firstBlock, auditedAt } = report;
  for (const format of ['text', 'json', 'csv'] as const) {
    const text = formatReport(report, format);
    for (const told of [auditedAt, firstBlock, head.hash, head.commitHash, String(head.number)])
      expect(text).toContain(told);
  }
  expect(JSON.parse(formatReport(report, 'json'))).toEqual(JSON.parse(JSON.stringify(report)));
  const lines = formatReport(report, 'csv').split('\n');
  expect(lines[0]).toBe('subject,field,value');
  expect(lines).toContain(`program harbor,accounts,${report.about?.kind === 'program' ? report.about.accounts : ''}`);
});
