/**
 * Two gateways that draw on one credit at once: it is never exceeded; up to nine tenths of it nobody is refused, because the other one
 * is in the way; and all of it can be used.
 */
import { catalogue, charterOtherwise, type Operation } from '@commonpoint/catalogue';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { creditQueries } from '../../../gateway-api/src/subjects/credit/reads.js';
import { AuditAlong } from '../../audit/audit-along.js';
import { submitAs } from './circulation-world.js';
import { caughtUp, issue, openAccount, post, redeem, startWorld, type World } from './gateway-world.js';

jest.setTimeout(120_000);

const LIMIT = 600;
const MEMBERS = 12;
const slugs = ['harbor', 'citypark'] as const;

let world: World;
let audit: AuditAlong;
beforeEach(async () => {
  world = await startWorld();
  const { stub } = world.network;
  stub.plant('constitution', [], { version: 1, ...charterOtherwise, credit: true, since: stub.now });
  audit = new AuditAlong(stub);
});
afterEach(() => world.end());

/** Two gateways with members of their own, who have points of Harbor's to spend at CityPark. */
async function begin(limit: number): Promise<{ gateway: Gateway; slug: (typeof slugs)[number]; members: string[] }[]> {
  const opened = slugs.map((slug) => ({ slug, gateway: world.open(slug).gateway }));
  await submitAs(world, 'CityParkMSP', catalogue.grantCredit.name, { programId: 'harbor', limit: String(limit) });
  const sides = [];
  for (const { slug, gateway } of opened) {
    const members: string[] = [];
    for (let at = 0; at < MEMBERS; at += 1) members.push(await openAccount(gateway, slug, `${slug}-${at}`));
    sides.push({ gateway, slug, members });
  }
  const [{ gateway: issuer }] = opened as [(typeof opened)[0]];
  await caughtUp(issuer);
  const funding = sides.flatMap(({ members }) =>
    members.map((member) => issue(`i-${member.slice(-20)}`, member, 1_000)),
  );
  await post(issuer, 'harbor', ...funding);
  for (const { gateway } of sides) await caughtUp(gateway);
  return sides;
}

const spending = (id: string, accountId: string, amount: number): Operation =>
  redeem(id, accountId, amount, { acceptor: 'CityParkMSP' });

/** What each side posts, one request after the other from each member, all members and both sides at once. */
async function spendTogether(
  sides: Awaited<ReturnType<typeof begin>>,
  each: readonly number[],
): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  const till = async ({ gateway, slug }: (typeof sides)[number], accountId: string): Promise<void> => {
    for (const [n, amount] of each.entries()) {
      const [result] = await post(gateway, slug, spending(`r-${accountId.slice(-20)}-${n}`, accountId, amount));
      const name = result?.code ?? result?.state ?? '';
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    }
  };
  await Promise.all(sides.flatMap((side) => side.members.map((member) => till(side, member))));
  return outcomes;
}

const usedBy = async (gateway: Gateway): Promise<string> => {
  await caughtUp(gateway);
  return gateway.projection.of(creditQueries).credit('harbor', 'CityParkMSP').used;
};

test('up to nine tenths of it nobody is refused', async () => {
  const sides = await begin(LIMIT);
  const each = [9, 7, 6];
  const outcomes = await spendTogether(sides, each);
  expect(Object.fromEntries(outcomes)).toEqual({ committed: 2 * MEMBERS * each.length });
  expect(await usedBy(sides[0]!.gateway)).toBe(String(2 * MEMBERS * 22));
  expect(audit.found()).toEqual([]);
});

test('all of it can be used, and not a point more', async () => {
  const sides = await begin(LIMIT);
  const outcomes = await spendTogether(sides, [5, 5, 5, 5, 5, 5, 5, 5]);
  expect(Object.fromEntries(outcomes)).toEqual({ committed: LIMIT / 5, CREDIT_EXHAUSTED: 2 * MEMBERS * 8 - LIMIT / 5 });
  expect(await usedBy(sides[1]!.gateway)).toBe(String(LIMIT));
  expect(audit.found()).toEqual([]);
});
