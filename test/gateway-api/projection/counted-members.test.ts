/** Whom rows count: who has just joined is asked to endorse only when the policies of all rows name it. */
import type { Organization } from '@commonpoint/catalogue';
import { CountedMembers } from '../../../gateway-api/src/projection/counted-members.js';

const member = (mspId: string, status: Organization['status'], registeredAt: string, kind = 'merchant') =>
  ({ mspId, name: mspId, kind, status, registeredAt }) as Organization;
const founders = [
  member('AuditorMSP', 'active', '2026-01-01T00:00:00.000Z', 'auditor'),
  member('CityParkMSP', 'active', '2026-01-01T00:00:00.000Z'),
  member('HarborMSP', 'active', '2026-01-01T00:00:00.000Z'),
];

test('nobody is known before the ledger names members', () => {
  expect(new CountedMembers(() => []).now()).toBeUndefined();
});

test('a candidate is no member yet; one that registered counts once it was settled', () => {
  let rows = [...founders, member('FreshMSP', 'candidate', '2026-02-01T00:00:00.000Z')];
  const members = new CountedMembers(() => rows);
  members.settle(rows);
  expect(members.now()).toEqual({
    merchants: ['CityParkMSP', 'HarborMSP'],
    witnesses: ['AuditorMSP'],
    uncounted: new Set(),
  });
  rows = [...founders, member('FreshMSP', 'active', '2026-02-01T00:00:01.000Z')];
  const later = new CountedMembers(() => rows);
  // A gateway that starts meanwhile has looked at nothing yet.
  expect(later.now()).toMatchObject({ merchants: ['CityParkMSP', 'HarborMSP', 'FreshMSP'] });
  expect(later.now()?.uncounted).toEqual(new Set(['FreshMSP']));
  later.settle(rows);
  expect(later.now()?.uncounted).toEqual(new Set());
});

test('one that left is nobody, once no row names it', () => {
  const rows = [...founders, member('GoneMSP', 'left', '2026-01-01T00:00:00.000Z')];
  const members = new CountedMembers(() => rows);
  members.settle([...founders, member('GoneMSP', 'active', '2026-01-01T00:00:00.000Z')]);
  expect(members.now()?.merchants).toContain('GoneMSP');
  expect(members.now()?.uncounted).toEqual(new Set(['GoneMSP']));
  members.settle(rows);
  expect(members.now()?.merchants).not.toContain('GoneMSP');
});
