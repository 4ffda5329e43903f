/** A world in which points circulate: programmes of two issuers, and a rate between them. */
import { catalogue, type Operation } from '@commonpoint/catalogue';
import type { World } from './gateway-world.js';

export const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

/** Submits as an organisation's administrator, past any gateway. */
export async function submitAs(world: World, mspId: string, name: string, request: object): Promise<void> {
  const channel = world.network.channel(mspId);
  const { transaction } = await channel.endorse('admin', name, JSON.stringify(request));
  await channel.submit(transaction);
  world.network.cut();
}

export const rate = { sourceProgramId: 'harbor', targetProgramId: 'citypark', version: 1 };

/** CityPark's programme, and 2 points of Harbor for 1 of CityPark, 1,000 in two lanes. */
export async function agreeOnRate(world: World, terms: object = {}): Promise<void> {
  await submitAs(world, 'CityParkMSP', catalogue.createProgram.name, {
    programId: 'citypark',
    name: 'CityPark points',
    unit: 'point',
    cap: '1000000',
    capOn: 'issued',
    expiryMonths: 12,
    rules: { transferable: true },
    lanes: 2,
  });
  await submitAs(world, 'HarborMSP', catalogue.proposeRate.name, {
    ...rate,
    numerator: '1',
    denominator: '2',
    validFrom: '2020-01-01T00:00:00.000Z',
    validUntil: inAnHour(),
    quota: '1000',
    lanes: 2,
    ...terms,
  });
  await submitAs(world, 'CityParkMSP', catalogue.acceptRate.name, rate);
}

export const hold = (id: string, accountId: string, amount: number, more: object = {}): Operation => ({
  kind: 'hold',
  id,
  programId: 'harbor',
  accountId,
  amount: String(amount),
  expiresAt: inAnHour(),
  ...more,
});
export const capture = (id: string, holdId: string, more: object = {}): Operation => ({
  kind: 'capture',
  id,
  holdId,
  ...more,
});
export const voidHold = (id: string, holdId: string, more: object = {}): Operation => ({
  kind: 'void',
  id,
  holdId,
  ...more,
});
export const exchange = (id: string, accountId: string, amount: number, more: object = {}): Operation => ({
  kind: 'exchange',
  id,
  programId: 'harbor',
  accountId,
  amount: String(amount),
  targetProgramId: 'citypark',
  rateVersion: 1,
  ...more,
});
