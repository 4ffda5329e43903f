/** What another merchant recorded a moment ago and the own peer has yet to hear of is never refused for good. */
import type { Operation } from '@commonpoint/catalogue';
import { problems } from '../../../gateway-api/src/http/problems.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { capture, hold, voidHold } from './circulation-world.js';
import { caller, caughtUp, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';

jest.setTimeout(30_000);

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

async function submit(gateway: Gateway, key: string, operations: readonly Operation[]): Promise<string[]> {
  const answer = await gateway.operations.submit(caller('citypark'), operations, {
    waitMs: 10_000,
    idempotency: { scope: 'citypark POST /v1/batches', key, fingerprint: JSON.stringify(operations) },
  });
  if (answer.kind === 'conflict' || answer.kind === 'in-flight') throw new Error(answer.kind);
  return answer.results.map(({ state, code }) => code ?? state);
}

const ofHarbor = { holdMspId: 'HarborMSP' };
const reversal: Operation = { kind: 'reverse', id: 'x', operationMspId: 'HarborMSP', operationId: 'spent' };
const linked = { linked: true };

/** CityPark's gateway, whose peer has heard of nothing since Alice got her points. */
async function behind() {
  const { gateway } = world.open('harbor');
  const alice = await openAccount(gateway, 'harbor', 'alice');
  await post(gateway, 'harbor', issue('first', alice, 100));
  const city = world.open('citypark');
  await caughtUp(city.gateway);
  city.channel.fallBehind();
  await post(gateway, 'harbor', hold('held', alice, 30, { beneficiary: 'CityParkMSP' }));
  await post(gateway, 'harbor', redeem('spent', alice, 20, { acceptor: 'CityParkMSP' }));
  return city;
}

test.each<[string, readonly Operation[], readonly string[]]>([
  ['a capture', [capture('c', 'held', ofHarbor)], ['HOLD_UNKNOWN']],
  ['a void', [voidHold('v', 'held', ofHarbor)], ['HOLD_UNKNOWN']],
  ['a reversal', [reversal], ['OPERATION_UNKNOWN']],
  ['a chain of both', [capture('c', 'held', { ...ofHarbor, ...linked }), reversal], ['HOLD_UNKNOWN', 'LINKED_FAILED']],
])(
  '%s is answered retryable, and done under its key and under another one once the peer knows',
  async (_name, operations, expected) => {
    const { gateway, channel } = await behind();
    const refused = await submit(gateway, 'one', operations);
    expect(refused).toEqual(expected);
    expect(problems[refused[0] as 'HOLD_UNKNOWN'].retryable).toBe(true);
    channel.catchUp();
    const done = operations.map(() => 'committed');
    expect(await submit(gateway, 'one', operations)).toEqual(done);
    expect(await submit(gateway, 'two', operations)).toEqual(done);
  },
);

test('as long as the peer is behind the same request is refused again, and changes nothing', async () => {
  const { gateway } = await behind();
  const before = world.network.blocks.length;
  for (const key of ['one', 'one', 'two'])
    expect(await submit(gateway, key, [reversal])).toEqual(['OPERATION_UNKNOWN']);
  expect(world.network.blocks.length).toBe(before);
});
