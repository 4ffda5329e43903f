import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchBusiness } from '../../../gateway-api/src/subjects/business-metrics.js';
import { startWithMembers } from '../start-app.js';

test('metrics of the business: points, quota, refusals, cycles that wait, settlements overdue, the age of the backup', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-metrics-'));
  const { app, accountId } = await startWithMembers();
  const mark = join(folder, 'last-backup');
  watchBusiness(app.metrics.registry, app.gateway, mark);
  const metric = async (line: string): Promise<number | undefined> => {
    const text = await app.metrics.registry.metrics();
    const found = text.split('\n').find((each) => each.startsWith(`${line} `));
    return found === undefined ? undefined : Number(found.split(' ')[1]);
  };
  const spent = { programId: 'harbor', accountId, amount: '40', acceptor: 'CityParkMSP' };
  await app.cashier('post', '/v1/redemptions').send(spent).expect(201);
  await app
    .cashier('post', '/v1/redemptions')
    .send({ ...spent, amount: '1000' })
    .expect(422);
  expect(await metric('commonpoint_program_points{program="harbor",state="outstanding"}')).toBe(60);
  expect(await metric('commonpoint_program_points{program="harbor",state="redeemed"}')).toBe(40);
  expect(await metric('commonpoint_program_quota_left{program="harbor"}')).toBe(999_900);
  expect(await metric('commonpoint_refusals_total{code="INSUFFICIENT_POINTS"}')).toBe(1);
  expect(await metric('commonpoint_cycle_waiting_days')).toBe(0);
  expect(await metric('commonpoint_backup_age_seconds')).toBeUndefined();
  writeFileSync(mark, '');
  utimesSync(mark, Date.now() / 1000 - 90, Date.now() / 1000 - 90);
  expect(await metric('commonpoint_backup_age_seconds')).toBe(90);
  jest.setSystemTime(Date.parse('2026-12-11T10:00:00.000Z'));
  expect(await metric('commonpoint_cycle_waiting_days')).toBe(10);
  await app.operator('post', '/v1/clearing/cycles/2026-11/close').expect(200);
  expect(await metric('commonpoint_cycle_waiting_days')).toBe(0);
  expect(await metric('commonpoint_settlements_overdue{side="debtor"}')).toBe(0);
  jest.setSystemTime(Date.parse('2027-01-05T10:00:00.000Z'));
  expect(await metric('commonpoint_settlements_overdue{side="debtor"}')).toBe(1);
  expect(await metric('commonpoint_settlements_overdue{side="creditor"}')).toBe(0);
  rmSync(folder, { recursive: true });
});
