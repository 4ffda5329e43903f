/**
 * Names that one organisation makes and another could take first. Whoever endorses a transaction reads it before it is
 * ordered: here the thief's certificate submits the very same thing first.
 */
import { createHash } from 'node:crypto';
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { defineMerchant } from '../support/private-rows.js';
import {
  alice,
  available,
  capture,
  carol,
  citypark,
  greenmart,
  harbor,
  hold,
  issue,
  post,
  postOne,
  program,
  startConsortium,
} from './consortium.js';

let ledger: LedgerStub;
beforeEach(async () => {
  ledger = await startConsortium();
});

describe('an account id', () => {
  const accountId = 'HarborMSP:dora-00001';
  const opening = { accounts: [{ accountId }] };

  test('is opened by the organisation that it names, whoever submits the opening first', async () => {
    const stolen = ledger.submit(greenmart(), catalogue.openAccounts, opening);
    await expect(stolen).rejects.toMatchObject({
      body: { code: 'NOT_CUSTODIAN', errors: [{ pointer: '/accounts/0/accountId' }] },
    });
    const { accounts } = await ledger.submit(harbor('cashier'), catalogue.openAccounts, opening);
    expect(accounts).toEqual([{ accountId, state: 'OPENED' }]);
    expect((await postOne(ledger, harbor(), issue('i-1', accountId, '10'))).state).toBe('POSTED');
    const account = await ledger.submit(greenmart(), catalogue.getAccount, { accountId });
    expect(account.custodian).toBe('HarborMSP');
  });

  test('spoils the whole opening, of which nothing is opened, and is pointed at', async () => {
    const mixed = { accounts: [{ accountId: 'GreenMartMSP:emil-00001' }, { accountId }] };
    await expect(ledger.submit(greenmart(), catalogue.openAccounts, mixed)).rejects.toMatchObject({
      body: { code: 'NOT_CUSTODIAN', errors: [{ pointer: '/accounts/1/accountId' }] },
    });
    expect(ledger.table('account').map(({ parts }) => parts[0])).not.toContain('GreenMartMSP:emil-00001');
  });

  test.each(['a-dora-00001', 'dora-00001', 'HarborMSP', 'HarborMSP:', 'HarborMSP:dora', 'HarborMSP:x:dora-00001'])(
    'names an organisation: %s is none',
    async (nameless) => {
      await expect(
        ledger.submit(harbor(), catalogue.openAccounts, { accounts: [{ accountId: nameless }] }),
      ).rejects.toMatchObject({ body: { code: 'REQUEST_INVALID' } });
    },
  );

  test('of an organisation whose name begins alike is another’s', async () => {
    defineMerchant('HarborMSP2');
    await ledger.submit({ mspId: 'HarborMSP2', role: 'admin' }, catalogue.registerOrganization, { name: 'Harbor 2' });
    await expect(
      ledger.submit({ mspId: 'HarborMSP2', role: 'admin' }, catalogue.openAccounts, opening),
    ).rejects.toMatchObject({ body: { code: 'NOT_CUSTODIAN' } });
  });
});

describe('a programme’s id', () => {
  const create = (caller: ReturnType<typeof harbor>, programId: string) =>
    ledger.submit(caller, catalogue.createProgram, { ...program, programId });

  test('begins with its issuer’s name, whoever submits the creation first', async () => {
    await expect(create(greenmart(), 'citypark-parking')).rejects.toMatchObject({
      body: { code: 'PROGRAM_ID_NOT_YOURS', errors: [{ pointer: '/programId' }] },
    });
    expect((await create(citypark(), 'citypark-parking')).issuer).toBe('CityParkMSP');
    expect((await create(citypark(), 'citypark')).issuer).toBe('CityParkMSP');
  });

  test.each(['points', 'cityparking', 'city-park', 'greenmart'])('%s is not CityPark’s', async (programId) => {
    await expect(create(citypark(), programId)).rejects.toMatchObject({ body: { code: 'PROGRAM_ID_NOT_YOURS' } });
  });

  test('of two organisations with one name belongs to the one that registered first', async () => {
    const alike = { mspId: 'CityPark2MSP', role: 'admin' } as const;
    defineMerchant(alike.mspId);
    ledger.now = '2026-11-23T09:00:00.000Z';
    await ledger.submit(alike, catalogue.registerOrganization, { name: 'CityPark' });
    await expect(create(alike, 'citypark-parking')).rejects.toMatchObject({ body: { code: 'PROGRAM_ID_NOT_YOURS' } });
    expect((await create(citypark(), 'citypark-parking')).issuer).toBe('CityParkMSP');
  });
});

describe('a spending code’s hash', () => {
  const code = '483920.q7JpZk0bT4yWm2xVd8RsAg';
  const hashLock = createHash('sha256').update(`HarborMSP\n${code}`).digest('hex');
  const locked = { beneficiary: 'CityParkMSP', hashLock };
  const captureOf = (holdMspId: string, id: string) => capture(id, 'h-1', { holdMspId, preimage: code });

  test('opens holds of its maker alone: a copy that another organisation posts first is captured by nobody', async () => {
    await ledger.submit(greenmart(), catalogue.openAccounts, { accounts: [{ accountId: 'GreenMartMSP:emil-00001' }] });
    await post(ledger, harbor(), issue('i-1', alice, '50'), issue('i-2', 'GreenMartMSP:emil-00001', '1'));
    expect(await postOne(ledger, greenmart(), hold('h-1', 'GreenMartMSP:emil-00001', '1', locked))).toMatchObject({
      state: 'POSTED',
    });
    await post(ledger, harbor(), hold('h-1', alice, '50', locked));
    expect(await postOne(ledger, citypark(), captureOf('GreenMartMSP', 'c-1'))).toMatchObject({
      code: 'PREIMAGE_WRONG',
    });
    expect(await postOne(ledger, citypark(), captureOf('HarborMSP', 'c-2'))).toMatchObject({
      state: 'POSTED',
      receipt: { amount: '50', accountId: alice },
    });
  });
});

describe('ids of operations, holds, figures and disclosures', () => {
  test('stand beside the organisation that made them: the same id elsewhere is another’s', async () => {
    await ledger.submit(citypark(), catalogue.createProgram, { ...program, programId: 'citypark' });
    const theirs = issue('i-1', carol, '7', { programId: 'citypark' });
    expect((await postOne(ledger, citypark(), theirs)).state).toBe('POSTED');
    expect((await postOne(ledger, citypark(), hold('h-1', carol, '5', { programId: 'citypark' }))).state).toBe(
      'POSTED',
    );
    expect((await postOne(ledger, harbor(), issue('i-1', alice, '9'))).state).toBe('POSTED');
    expect((await postOne(ledger, harbor(), hold('h-1', alice, '3'))).state).toBe('POSTED');
    expect(await available(ledger, alice)).toBe('6');
  });
});
