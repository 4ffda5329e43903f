import { catalogue } from '@commonpoint/catalogue';
import { LedgerStub } from '../support/ledger-stub.js';
import { auditor, harbor, startConsortium } from './consortium.js';

test('an organisation registers itself, once', async () => {
  const ledger = new LedgerStub();
  const registered = await ledger.submit(harbor(), catalogue.registerOrganization, {
    name: 'Harbor',
    termsHash: 'ab'.repeat(32),
  });
  expect(registered).toEqual({
    mspId: 'HarborMSP',
    name: 'Harbor',
    status: 'active',
    termsHash: 'ab'.repeat(32),
    registeredAt: '2026-11-23T08:00:00.000Z',
  });
  ledger.now = '2026-11-24T08:00:00.000Z';
  expect(
    await ledger.submit(harbor(), catalogue.registerOrganization, { name: 'Harbor', termsHash: 'ab'.repeat(32) }),
  ).toEqual(registered);
});

test('organisations are listed in the order of their MSP ids', async () => {
  const ledger = await startConsortium();
  const { organizations } = await ledger.submit(auditor, catalogue.listOrganizations, {});
  expect(organizations.map(({ mspId }) => mspId)).toEqual(['CityParkMSP', 'GreenMartMSP', 'HarborMSP']);
  expect(await ledger.submit(auditor, catalogue.getOrganization, { mspId: 'CityParkMSP' })).toEqual(organizations[0]);
});
