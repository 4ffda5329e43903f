/** What organisations say of the log: nobody takes back what it said, and only with the key that is its own. */
import { catalogue } from '@commonpoint/catalogue';
import type { LedgerStub } from '../support/ledger-stub.js';
import { defineRegulator } from '../support/private-rows.js';
import { checkpointOf, keyOf, treeOf } from '../support/signed-log.js';
import { auditor, citypark, harbor, startConsortium } from './consortium.js';

let ledger: LedgerStub;
const key = keyOf('HarborMSP');
const tree = treeOf(40);
const register = (publicKey = key.publicKey, by = harbor()) => ledger.submit(by, catalogue.setLogKey, { publicKey });
const say = (request: ReturnType<typeof checkpointOf>, by = harbor()) =>
  ledger.submit(by, catalogue.postCheckpoint, request);
const refusedWith = (code: string) => ({ body: { code } });

beforeEach(async () => {
  ledger = await startConsortium();
  await register();
});

it('checkpoints continue each other, and the newest one stands', async () => {
  await say(checkpointOf(key, tree, { size: 7 }));
  for (const [before, size] of [
    [7, 8],
    [8, 23],
    [23, 40],
  ] as const)
    await say(checkpointOf(key, tree, { size, before }));
  const { keys, checkpoints } = await ledger.submit(auditor, catalogue.getLog, {});
  expect(keys).toMatchObject([{ mspId: 'HarborMSP', keys: [{ publicKey: key.publicKey }] }]);
  expect(checkpoints).toMatchObject([{ mspId: 'HarborMSP', size: 40 }]);
});

it('the same said again changes nothing', async () => {
  const said = await say(checkpointOf(key, tree, { size: 7 }));
  expect(await say({ ...checkpointOf(key, tree, { size: 7, time: 1_795_000_099 }) })).toEqual(said);
  expect(await register()).toMatchObject({ keys: [{ publicKey: key.publicKey }] });
});

describe('refused, and nothing changed, is', () => {
  const other = treeOf(40, 'another log');
  beforeEach(async () => {
    await say(checkpointOf(key, tree, { size: 23 }));
  });
  afterEach(async () => {
    const { checkpoints } = await ledger.submit(auditor, catalogue.getLog, {});
    expect(checkpoints).toMatchObject([{ size: 23, root: tree.root(23).toString('base64') }]);
  });

  it.each([
    ['a log that shrinks', 'LOG_SHRINKS', () => checkpointOf(key, tree, { size: 22 })],
    ['another root of the same size', 'LOG_FORKS', () => checkpointOf(key, other, { size: 23, before: 23 })],
    ['a log that forks', 'LOG_FORKS', () => checkpointOf(key, other, { size: 40, before: 23 })],
    ['a log that goes on without a proof', 'LOG_FORKS', () => ({ ...checkpointOf(key, tree), proof: [] })],
    ['a proof from another size', 'LOG_FORKS', () => checkpointOf(key, tree, { before: 22 })],
    [
      'a proof that is longer than it has to be',
      'LOG_FORKS',
      () => {
        const request = checkpointOf(key, tree, { before: 23 });
        return { ...request, proof: [...request.proof, request.root] };
      },
    ],
    [
      'another log',
      'LOG_ORIGIN_OTHER',
      () => checkpointOf(key, tree, { before: 23, origin: `commonpoint/${'0'.repeat(64)}` }),
    ],
    [
      'a size that was not signed',
      'LOG_SIGNATURE_INVALID',
      () => ({ ...checkpointOf(key, tree, { before: 23 }), size: 39 }),
    ],
    ['a key that nobody registered', 'LOG_KEY_UNKNOWN', () => checkpointOf(keyOf('HarborMSP', 5), tree)],
  ] as const)('%s', async (_what, code, request) => {
    await expect(say(request())).rejects.toMatchObject(refusedWith(code));
  });

  it('a key that was revoked, for checkpoints and for being registered anew', async () => {
    await register(keyOf('HarborMSP', 1).publicKey);
    await expect(say(checkpointOf(key, tree, { before: 23 }))).rejects.toMatchObject(refusedWith('LOG_KEY_REVOKED'));
    await expect(register()).rejects.toMatchObject(refusedWith('LOG_KEY_REVOKED'));
  });

  it('another one’s key, and another one’s checkpoint', async () => {
    await expect(say(checkpointOf(key, tree), citypark())).rejects.toMatchObject(refusedWith('LOG_KEY_UNKNOWN'));
  });
});

it('an auditor and a regulator say it too, though they are no members, and nobody by a role that is not its own', async () => {
  defineRegulator('RegulatorMSP');
  const regulator = { mspId: 'RegulatorMSP', role: 'regulator' } as const;
  for (const by of [auditor, regulator]) {
    const own = keyOf(by.mspId);
    await register(own.publicKey, by);
    expect(await say(checkpointOf(own, tree), by)).toMatchObject({ mspId: by.mspId, size: 40 });
  }
  const posing = { mspId: 'HarborMSP', role: 'auditor' } as const;
  await expect(register(keyOf('x').publicKey, posing)).rejects.toMatchObject(refusedWith('ROLE_NOT_ALLOWED'));
});

describe('an organisation’s own log', () => {
  const anchoring = (size: number, before = 0, of = tree) => {
    const { root, proof } = checkpointOf(key, of, { size, before });
    return ledger.submit(harbor('operator'), catalogue.anchorLog, { log: 'details-1', size, root, proof });
  };

  it('is anchored again and again, each time as it continues', async () => {
    expect(await anchoring(7)).toMatchObject({ mspId: 'HarborMSP', sequence: 1, size: 7 });
    const second = await anchoring(23, 7);
    expect(second).toMatchObject({ sequence: 2, size: 23 });
    expect(await anchoring(23, 23)).toEqual(second);
    expect(await anchoring(40, 23)).toMatchObject({ sequence: 3, size: 40 });
  });

  it.each([
    ['shrinks', 'LOG_SHRINKS', 22, 22],
    ['is another one of the same size', 'LOG_FORKS', 23, 23],
    ['forks', 'LOG_FORKS', 40, 23],
  ] as const)('that %s is refused, and the anchor stays', async (_what, code, size, before) => {
    await anchoring(23);
    await expect(anchoring(size, before, treeOf(40, 'another log'))).rejects.toMatchObject(refusedWith(code));
    expect(await anchoring(23, 23)).toMatchObject({ sequence: 1, root: tree.root(23).toString('base64') });
  });

  it('is for members, and each has its own', async () => {
    await anchoring(7);
    const { root } = checkpointOf(key, tree, { size: 9 });
    const request = { log: 'details-1', size: 9, root, proof: [] };
    const by = (caller: Parameters<typeof say>[1]) => ledger.submit(caller!, catalogue.anchorLog, request);
    expect(await by(citypark('operator'))).toMatchObject({ mspId: 'CityParkMSP', sequence: 1 });
    await expect(by(harbor('cashier'))).rejects.toMatchObject(refusedWith('ROLE_NOT_ALLOWED'));
    await expect(by(auditor)).rejects.toMatchObject(refusedWith('ROLE_NOT_ALLOWED'));
  });
});
