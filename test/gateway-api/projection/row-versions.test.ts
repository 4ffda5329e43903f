/** A gateway reads rows of the version before and of its own, and tells them alike. */
import { readRow } from '../../../gateway-api/src/channel/read-row.js';
import { readAccount } from '../../../gateway-api/src/subjects/accounts/routes.js';
import { read } from '../read.js';
import { caller, caughtUp, issue, openAccount, post, startWorld, type World } from '../writes/gateway-world.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

it('has accounts of both versions in its tables, whole', async () => {
  const { gateway } = world.open('harbor');
  const accountId = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('i1', accountId, 100));
  const written = world.network.blocks.flatMap(({ transactions }) =>
    transactions.flatMap(({ writes }) => writes.filter(({ key }) => key[0] === 'account' && key[1] === accountId)),
  );
  expect(written).toHaveLength(1);
  const json = Buffer.from(written[0]!.value!).toString();
  expect(JSON.parse(json)).not.toHaveProperty('accountId');
  const how = { caller: caller('harbor'), consistency: 'projection' } as const;
  const told = await read(gateway, readAccount, { accountId }, how);
  expect(told).toMatchObject({ accountId, status: 'active' });
  // Another gateway, of which the same block has the row as the version before wrote it.
  (written[0] as { value: Uint8Array }).value = Buffer.from(JSON.stringify({ ...JSON.parse(json), accountId }));
  const other = world.open('citypark').gateway;
  await caughtUp(other);
  expect(await read(other, readAccount, { accountId }, { ...how, caller: caller('citypark') })).toEqual(told);
});

it('leaves the text of a row that is in the present shape as it was written', () => {
  const text = '{ "accountId":"a",  "status": "active" }';
  expect(readRow(['account', 'a'], Buffer.from(text))).toEqual({
    json: text,
    row: { accountId: 'a', status: 'active' },
  });
  const { json, row } = readRow(['account', 'a'], Buffer.from('{"status":"active"}'));
  expect(JSON.parse(json)).toEqual(row);
  expect(row).toEqual({ accountId: 'a', status: 'active' });
});
