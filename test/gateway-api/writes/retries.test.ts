/** What is repeated after which failure, and what is answered when it is not. */
import { ChannelFailure, type ChannelFailureKind } from '../../../gateway-api/src/channel/channel.js';
import { validationCodes } from '../../../gateway-api/src/writes/fates.js';
import { afterCommit, ATTEMPTS_MAX, CROSSED_MAX, pauseMs } from '../../../gateway-api/src/writes/retry-rules.js';
import { catalogue } from '@commonpoint/catalogue';
import { available, caller, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

const fail = (kind: ChannelFailureKind, times = 1): ChannelFailure[] =>
  Array.from({ length: times }, () => new ChannelFailure(kind, `test: ${kind}`));

describe('failures of endorsement', () => {
  test.each([
    ['mismatch', 2, 'committed'],
    ['mismatch', ATTEMPTS_MAX, 'committed'],
    ['mismatch', ATTEMPTS_MAX + 1, 'LEDGER_CONFLICT'],
    ['redefined', ATTEMPTS_MAX, 'committed'],
    ['identity-refused', 1, 'IDENTITY_REFUSED'],
    ['overloaded', 3, 'committed'],
    ['unavailable', 1, 'PEER_UNAVAILABLE'],
    ['deadline', 1, 'LEDGER_TIMEOUT'],
    ['malformed', 1, 'PEER_REPLY_INVALID'],
  ] as const)('%s, %d times: %s', async (kind, times, expected) => {
    const { gateway, channel } = world.open('harbor', { submission: { patienceMs: 0 } });
    const alice = await openAccount(gateway, 'harbor', 'alice');
    channel.endorseFailures.push(...fail(kind, times));
    const [result] = await post(gateway, 'harbor', issue('one', alice, 10));
    expect(result!.code ?? result!.state).toBe(expected);
    expect(await available(gateway, alice)).toBe(expected === 'committed' ? '10' : '0');
  });

  test('a peer that lags for seconds costs time and no conflict', async () => {
    const { gateway, channel } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    channel.endorseFailures.push(...fail('mismatch', ATTEMPTS_MAX + 3));
    const [result] = await post(gateway, 'harbor', issue('one', alice, 10));
    expect(result).toMatchObject({ state: 'committed' });
  });

  test('after an answer that nothing was done, the same key does it', async () => {
    const { gateway, channel } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    channel.endorseFailures.push(...fail('unavailable'));
    const options = { waitMs: 5_000, idempotency: { scope: 's', key: 'k', fingerprint: 'f' } };
    const submit = () => gateway.operations.submit(caller('harbor'), [issue('one', alice, 10)], options);
    expect(await submit()).toMatchObject({ results: [{ state: 'rejected', code: 'PEER_UNAVAILABLE' }] });
    expect(await submit()).toMatchObject({ kind: 'replay', results: [{ state: 'committed' }] });
  });

  test('what was accepted is done when the peer is back', async () => {
    const { gateway, channel } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    channel.endorseFailures.push(...fail('unavailable', 1));
    const options = { waitMs: 0 };
    const answer = await gateway.operations.submit(caller('harbor'), [issue('one', alice, 10)], options);
    expect(answer).toMatchObject({ results: [{ state: 'accepted' }] });
    const [joined] = await post(gateway, 'harbor', issue('one', alice, 10));
    expect(joined).toMatchObject({ state: 'committed' });
  });

  test('one operation that the ledger cannot read does not spoil the others', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    const bad = { ...issue('bad', alice, 10), amount: '007' };
    const results = await Promise.all([post(gateway, 'harbor', issue('good', alice, 1)), post(gateway, 'harbor', bad)]);
    expect(results.flat().map(({ state, code }) => code ?? state)).toEqual(['committed', 'REQUEST_INVALID']);
  });
});

describe('a write that is no operation, for whose outcome nobody waits', () => {
  test('is answered when it is handed over, not before', async () => {
    const { gateway, channel } = world.open('harbor');
    const accountId = await openAccount(gateway, 'harbor', 'alice');
    const asked = { accountId, status: 'frozen' } as const;
    const answer = await gateway.transactions.write('operator', catalogue.setAccountStatus, asked, { waitMs: 0 });
    expect(answer).toMatchObject({ state: 'submitted', txId: channel.submitted.at(-1) });
    expect(channel.submitted).toHaveLength(2);
    expect(await answer.final).toMatchObject({ state: 'committed' });
  });

  test('is refused as such where it could not be handed over', async () => {
    const { gateway, channel } = world.open('harbor', { submission: { patienceMs: 0 } });
    const accountId = await openAccount(gateway, 'harbor', 'alice');
    channel.endorseFailures.push(...fail('unavailable'));
    const asked = { accountId, status: 'frozen' } as const;
    const writing = gateway.transactions.write('operator', catalogue.setAccountStatus, asked, { waitMs: 0 });
    await expect(writing).rejects.toMatchObject({ code: 'PEER_UNAVAILABLE' });
  });
});

describe('a write that one peer refuses and another one endorses', () => {
  const body = { code: 'ACCOUNT_UNKNOWN', detail: 'There is no such account.' } as const;
  const disputed = (isDisputed: boolean, times: number): ChannelFailure[] =>
    Array.from({ length: times }, () => new ChannelFailure('refused', 'test', body, ['CityParkMSP'], { isDisputed }));
  const frozen = async (isDisputed: boolean, times: number) => {
    const { gateway, channel } = world.open('harbor', { submission: { patienceMs: 0 } });
    const accountId = await openAccount(gateway, 'harbor', 'alice');
    channel.endorseFailures.push(...disputed(isDisputed, times));
    const asked = { accountId, status: 'frozen' } as const;
    return gateway.transactions.write('operator', catalogue.setAccountStatus, asked, { waitMs: 20_000 });
  };

  test('is done as soon as both agree', async () => {
    expect(await frozen(true, ATTEMPTS_MAX - 1)).toMatchObject({ state: 'committed' });
  });

  test('is refused if they go on disagreeing, and at once where nobody endorses it', async () => {
    await expect(frozen(true, ATTEMPTS_MAX)).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    await expect(frozen(false, 1)).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });
});

describe('transactions committed as invalid', () => {
  test.each([
    [11, 'again', 'LEDGER_CONFLICT'],
    [12, 'again', 'LEDGER_CONFLICT'],
    [10, 'give-up', 'LEDGER_REFUSED'],
    [4, 'give-up', 'LEDGER_REFUSED'],
  ])('code %d: %s', (code, then, answer) => expect(afterCommit(code)).toEqual({ then, code: answer }));

  test('one that a renewal of policies crosses in its block is endorsed and sent anew, and refused if it goes on failing', async () => {
    const { gateway } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    world.network.invalidations.push(validationCodes.endorsementPolicyFailure);
    expect(await post(gateway, 'harbor', issue('one', alice, 10))).toMatchObject([{ state: 'committed' }]);
    world.network.invalidations.push(...Array<number>(CROSSED_MAX + 1).fill(validationCodes.endorsementPolicyFailure));
    expect(await post(gateway, 'harbor', issue('two', alice, 10))).toMatchObject([{ code: 'LEDGER_REFUSED' }]);
  });

  test('what several change at once, each with its policy, is done one after the other; who goes on failing is refused', async () => {
    const { gateway } = world.open('harbor');
    const accountId = await openAccount(gateway, 'harbor', 'alice');
    const change = async (status: 'frozen' | 'active', times: number) => {
      world.network.invalidations.push(...Array<number>(times).fill(validationCodes.endorsementPolicyFailure));
      return gateway.transactions.run('operator', catalogue.setAccountStatus, { accountId, status });
    };
    expect(await change('frozen', CROSSED_MAX)).toMatchObject({ reply: { status: 'frozen' } });
    await expect(change('active', CROSSED_MAX + 1)).rejects.toMatchObject({ code: 'LEDGER_REFUSED' });
  });

  test('a conflict with a change of the account is repeated in a new transaction', async () => {
    const { gateway, channel } = world.open('harbor');
    const alice = await openAccount(gateway, 'harbor', 'alice');
    world.network.cutting = false;
    const spending = post(gateway, 'harbor', issue('one', alice, 10));
    await new Promise((resolve) => setTimeout(resolve, 60));
    // Slips in before: the account's row gets another version.
    const other = world.network.channel('HarborMSP');
    const request = { accountId: alice, status: 'active' };
    const frozen = await other.endorse(
      'admin',
      catalogue.setAccountStatus.name,
      JSON.stringify({ ...request, status: 'frozen' }),
    );
    world.network.stub.commit(world.network.simulationOf(frozen.transaction.txId));
    const active = await other.endorse('admin', catalogue.setAccountStatus.name, JSON.stringify(request));
    world.network.stub.commit(world.network.simulationOf(active.transaction.txId));
    world.network.cutting = true;
    world.network.cut();
    expect((await spending)[0]).toMatchObject({ state: 'committed' });
    const txIds = channel.endorsed.filter(({ request: text }) => text.includes('"one"')).map(({ txId }) => txId);
    expect(txIds).toHaveLength(2);
    expect(new Set(txIds).size).toBe(2);
  });
});

test('pauses grow, and differ by chance', () => {
  expect(pauseMs(1, () => 0)).toBe(20);
  expect(pauseMs(1, () => 1)).toBe(40);
  expect(pauseMs(20, () => 1)).toBe(1_000);
});

test('lots that the client names are spent as named, and a spent one is reported at once', async () => {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  const [issued] = await post(gateway, 'harbor', issue('one', alice, 10));
  const inputs = issued!.receipt!.created!.map(({ lotId }) => lotId);
  expect((await post(gateway, 'harbor', redeem('r1', alice, 4, { inputs })))[0]).toMatchObject({ state: 'committed' });
  expect((await post(gateway, 'harbor', redeem('r2', alice, 4, { inputs })))[0]).toMatchObject({ code: 'LOT_SPENT' });
});
