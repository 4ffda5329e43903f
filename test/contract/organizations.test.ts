import { catalogue } from '@commonpoint/catalogue';
import { LedgerStub } from '../support/ledger-stub.js';
import { alice, auditor, harbor, issue, post, program, startConsortium } from './consortium.js';

test('an organisation registers itself, once', async () => {
  const ledger = new LedgerStub();
  const registered = await ledger.submit(harbor(), catalogue.registerOrganization, { name: 'Harbor' });
  expect(registered).toEqual({
    mspId: 'HarborMSP',
    name: 'Harbor',
    kind: 'merchant',
    status: 'active',
    registeredAt: '2026-11-23T08:00:00.000Z',
  });
  ledger.now = '2026-11-24T08:00:00.000Z';
  expect(await ledger.submit(harbor(), catalogue.registerOrganization, { name: 'Harbor' })).toEqual(registered);
});

test('organisations are listed in the order of their MSP ids', async () => {
  const ledger = await startConsortium();
  const { organizations } = await ledger.submit(auditor, catalogue.listOrganizations, {});
  expect(organizations.map(({ mspId }) => mspId)).toEqual(['CityParkMSP', 'GreenMartMSP', 'HarborMSP']);
  expect(await ledger.submit(auditor, catalogue.getOrganization, { mspId: 'CityParkMSP' })).toEqual(organizations[0]);
});

describe('an auditing organisation that writes role=admin into a certificate', () => {
  const minted = { mspId: auditor.mspId, role: 'admin' } as const;

  test('cannot register as a merchant', async () => {
    const ledger = await startConsortium();
    await expect(ledger.submit(minted, catalogue.registerOrganization, { name: 'Auditor' })).rejects.toThrow(
      'ORGANIZATION_NOT_ALLOWED',
    );
    await expect(ledger.submit(auditor, catalogue.getOrganization, { mspId: auditor.mspId })).rejects.toThrow(
      'ORGANIZATION_UNKNOWN',
    );
  });

  test('takes no part without having registered', async () => {
    const ledger = await startConsortium();
    for (const attempt of [
      post(ledger, minted, issue('i-1', alice, '1')),
      ledger.submit(minted, catalogue.createProgram, { ...program, programId: 'auditing' }),
      ledger.submit(minted, catalogue.openAccounts, { accounts: [{ accountId: 'AuditorMSP:audit-0001' }] }),
    ]) {
      await expect(attempt).rejects.toThrow('ORGANIZATION_UNKNOWN');
    }
  });
});

test('every transaction that is submitted is for members, but for founding and registering', () => {
  const open = Object.values(catalogue).filter(
    ({ mode, errors }) => mode === 'submit' && !errors.some((code) => code === 'ORGANIZATION_UNKNOWN'),
  );
  expect(open.map(({ name }) => name)).toEqual([catalogue.registerOrganization.name, catalogue.foundConsortium.name]);
});
