/** Another merchant is asked when one keeps a gateway waiting, and not more often than that. */
import { setTimeout as pause } from 'node:timers/promises';
import { ChannelFailure, type ChannelFailureKind } from '../../../gateway-api/src/channel/channel.js';
import { Endorsers } from '../../../gateway-api/src/fabric/endorsers.js';
import { HedgedEndorsing } from '../../../gateway-api/src/fabric/hedging.js';

const merchants = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];

/** What each merchant's peer does; asked once per call. */
type Peer = () => Promise<unknown>;
const quick: Peer = () => pause(2);
const frozen: Peer = () => new Promise(() => undefined);
const slow =
  (ms: number): Peer =>
  () =>
    pause(ms);
const failing =
  (kind: ChannelFailureKind, mspIds: string[] = []): Peer =>
  () =>
    Promise.reject(new ChannelFailure(kind, 'test', undefined, mspIds));

function world(peers: { CityParkMSP: Peer; GreenMartMSP: Peer }) {
  const asked: string[] = [];
  const endorsers = new Endorsers('HarborMSP', merchants);
  // As after some calls that took 2 ms.
  for (const mspId of merchants) endorsers.took([mspId], 2);
  const hedged = new HedgedEndorsing(endorsers, (error) => error as ChannelFailure);
  return {
    asked,
    peers,
    endorsers,
    call: (required: string[] = []) =>
      hedged.endorse(required, async (organizations) => {
        const other = organizations.find((mspId) => mspId !== 'HarborMSP') as keyof typeof peers;
        asked.push(other);
        await peers[other]();
        return other;
      }),
  };
}

test('while all is well one merchant is asked', async () => {
  const { call, asked } = world({ CityParkMSP: quick, GreenMartMSP: quick });
  for (let i = 0; i < 20; i++) expect(await call()).toBe('CityParkMSP');
  expect(asked).toHaveLength(20);
});

test('a frozen one costs a moment once, then it rests', async () => {
  const { call, asked } = world({ CityParkMSP: frozen, GreenMartMSP: quick });
  const startedAt = performance.now();
  expect(await call()).toBe('GreenMartMSP');
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(280);
  expect(tookMs).toBeLessThan(900);
  expect(await call()).toBe('GreenMartMSP');
  expect(asked).toEqual(['CityParkMSP', 'GreenMartMSP', 'GreenMartMSP']);
});

test('many calls that wait for a frozen one are all freed, although extra calls are rationed', async () => {
  const { call } = world({ CityParkMSP: frozen, GreenMartMSP: quick });
  expect(await Promise.all(Array.from({ length: 12 }, () => call()))).toEqual(Array(12).fill('GreenMartMSP'));
});

test('when everything is slow, a few extra calls are made and no more', async () => {
  const { call, asked } = world({ CityParkMSP: slow(700), GreenMartMSP: slow(1_500) });
  await Promise.all(Array.from({ length: 20 }, () => call()));
  const extra = asked.filter((mspId) => mspId === 'GreenMartMSP').length;
  expect(extra).toBeGreaterThan(0);
  expect(extra).toBeLessThanOrEqual(4);
});

test('one that has to endorse is waited for', async () => {
  const { call, asked } = world({ CityParkMSP: slow(500), GreenMartMSP: quick });
  expect(await call(['CityParkMSP'])).toBe('CityParkMSP');
  expect(asked).toEqual(['CityParkMSP']);
});

test.each(['unavailable', 'deadline', 'mismatch'] as const)('%s: another one is asked at once', async (kind) => {
  const { call, asked } = world({ CityParkMSP: failing(kind), GreenMartMSP: quick });
  expect(await call()).toBe('GreenMartMSP');
  expect(await call()).toBe('GreenMartMSP');
  expect(asked).toEqual(['CityParkMSP', 'GreenMartMSP', 'GreenMartMSP']);
});

test('a refusal that only the other’s peer makes may be due to its lag', async () => {
  const { call } = world({ CityParkMSP: failing('refused', ['CityParkMSP']), GreenMartMSP: quick });
  expect(await call()).toBe('GreenMartMSP');
});

test.each([
  ['refused', ['HarborMSP', 'CityParkMSP']],
  ['overloaded', []],
] as const)('%s is the answer', async (kind, mspIds) => {
  const { call, asked } = world({ CityParkMSP: failing(kind, [...mspIds]), GreenMartMSP: quick });
  await expect(call()).rejects.toMatchObject({ kind });
  expect(asked).toEqual(['CityParkMSP']);
});

test('nobody agrees: that is told, and nobody rests for it', async () => {
  const { call, asked, peers } = world({ CityParkMSP: failing('mismatch'), GreenMartMSP: failing('mismatch') });
  await expect(call()).rejects.toMatchObject({ kind: 'mismatch' });
  Object.assign(peers, { CityParkMSP: quick });
  expect(await call()).toBe('CityParkMSP');
  expect(asked).toHaveLength(3);
});

test('a slow answer after all is used if the other one fails', async () => {
  const { call } = world({ CityParkMSP: slow(500), GreenMartMSP: failing('unavailable') });
  expect(await call()).toBe('CityParkMSP');
});
