/** Accounts that an import needs are looked for once, opened once, and refused each time they come. */
import type { Account } from '@commonpoint/catalogue';
import { KnownAccounts } from '../../../gateway-api/src/imports/known-accounts.js';
import { openMissing, type OpeningParts } from '../../../gateway-api/src/imports/open-missing.js';

/** A gateway whose projection has these accounts, and those that are opened. */
function opening(custodians: Record<string, string>) {
  const known = new KnownAccounts();
  const asked: string[] = [];
  const opened: string[] = [];
  const parts = {
    projection: {
      account: (accountId: string): Account | undefined => {
        asked.push(accountId);
        const custodian = opened.includes(accountId) ? 'HarborMSP' : custodians[accountId];
        return custodian === undefined ? undefined : ({ accountId, custodian } as Account);
      },
    },
    accounts: { open: async (_role: string, account: { accountId: string }) => void opened.push(account.accountId) },
    known,
    log: { warn: () => undefined },
  } as unknown as OpeningParts;
  return { parts, known, asked, opened };
}

const { signal } = new AbortController();
const [there, stolen, missing] = ['HarborMSP:there', 'HarborMSP:stolen', 'HarborMSP:missing'];

it('whatever part of the file names them', async () => {
  const { parts, asked, opened } = opening({ [there]: 'HarborMSP', [stolen]: 'CityParkMSP' });
  for (let part = 0; part < 4; part++) {
    const closed = await openMissing(parts, 'operator', new Set([there, stolen, missing]), undefined, signal);
    expect([...closed]).toMatchObject([[stolen, { code: 'NOT_CUSTODIAN' }]]);
  }
  expect(opened).toEqual([missing]);
  const count = (id: string): number => asked.filter((each) => each === id).length;
  // What was opened is looked for once more, when it has come; what is refused is looked for each time.
  expect([count(there), count(missing), count(stolen)]).toEqual([1, 2, 4]);
});

it('again when the ledger writes it: peers that conspired may have given it to another', async () => {
  const custodians = { [there]: 'HarborMSP' };
  const { parts, known } = opening(custodians);
  const look = () => openMissing(parts, 'operator', new Set([there]), undefined, signal);
  expect((await look()).size).toBe(0);
  const write = { key: ['account', there], value: Buffer.from('{}') };
  known.prepare({ txId: 't', index: 0, validationCode: 0, writes: [write], hashedWrites: [] });
  custodians[there] = 'CityParkMSP';
  expect([...(await look())]).toMatchObject([[there, { code: 'NOT_CUSTODIAN' }]]);
});
