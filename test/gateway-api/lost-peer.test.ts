/** A peer that lost what it had: answers and `/readyz` say what is missing, and that it can be reached. */
import { status } from '@grpc/grpc-js';
import { ChannelFailure } from '../../gateway-api/src/channel/channel.js';
import { toChannelFailure } from '../../gateway-api/src/fabric/failure.js';
import { readinessParts } from '../../gateway-api/src/http/readiness.js';
import { gatewayError } from '../support/memory-channel.js';
import { founded } from './route-world.js';
import { databaseAt, startApp, startWithMembers, until, type StartedApp } from './start-app.js';

const reasonsOf = async (app: StartedApp): Promise<{ part: (typeof readinessParts)[number]; detail: string }[]> =>
  (await app.anonymous.get('/readyz')).body.reasons;
const openAccount = (app: StartedApp) => app.operator('post', '/v1/accounts').send({ memberRef: 'm-8' });

it('one that lost blocks', async () => {
  const network = await founded();
  const parts = { databasePath: databaseAt('lost') };
  const first = await startApp({ network, parts });
  await until(async () => first.gateway.projection.lastBlock() === network.blocks.length - 1);
  await first.gateway.close(0);

  const app = await startApp({ network, parts, channel: (channel) => channel.loseBlocks(1) });
  await until(async () => (await reasonsOf(app)).some(({ detail }) => detail.includes('lost blocks')));
  const { body: readiness } = await app.anonymous.get('/readyz').expect(503);
  expect(readiness.peerReachable).toBe(true);
  expect(readiness.reasons[0]).toEqual({
    part: 'peer',
    detail: expect.stringMatching(
      /^The organisation’s peer has lost blocks: it is at 0 of at least \d+, and fetches/,
    ) as string,
  });
  const { body } = await openAccount(app).expect(503);
  expect(body).toMatchObject({ code: 'PEER_BEHIND', retryable: true });
  await app.anonymous.get('/readyz/reads').expect(200);

  app.channel.catchUp();
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  await openAccount(app).expect(201);
}, 30_000);

it('one that does not run the chaincode', async () => {
  const { app } = await startWithMembers();
  app.channel.withoutChaincode = true;
  const { body } = await openAccount(app).expect(503);
  expect(body).toMatchObject({ code: 'CHAINCODE_MISSING', retryable: true });
  expect(await reasonsOf(app)).toEqual([
    { part: 'chaincode', detail: expect.stringContaining('member approve') as string },
  ]);
  app.channel.withoutChaincode = false;
  await until(async () => (await app.anonymous.get('/readyz')).status === 200);
  await openAccount(app).expect(201);
}, 30_000);

it.each([
  ['no peers available to evaluate chaincode points in channel points', 'no-chaincode'],
  ['make sure the chaincode points has been successfully defined on channel points and try again', 'no-chaincode'],
  ['no combination of peers can be derived which satisfy the endorsement policy', 'unavailable'],
])('what a peer says: %s', (message, kind) => {
  const failure = toChannelFailure(gatewayError(status.UNAVAILABLE, message));
  expect(failure).toBeInstanceOf(ChannelFailure);
  expect(failure.kind).toBe(kind);
});
