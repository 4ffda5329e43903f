/** Lines of a file are asked for in short, and spelled out for a chaincode of before, which is not asked in short again for a while. */
import { ChannelFailure, type Endorsement } from '../../../gateway-api/src/channel/channel.js';
import { GroupEndorsement } from '../../../gateway-api/src/writes/endorse-group.js';
import type { Group } from '../../../gateway-api/src/writes/grouping.js';

const group = { role: 'operator', units: [], lanes: new Map() } as unknown as Group;
const endorsement = { reply: Buffer.from(JSON.stringify({ outcomes: [] })) } as unknown as Endorsement;

function asking(knowsShort: boolean) {
  const asked: string[] = [];
  let spelled = 0;
  const channel = {
    endorse: (_role: string, _name: string, argument: string): Promise<Endorsement> => {
      asked.push(argument);
      if (knowsShort || argument !== 'short') return Promise.resolve(endorsement);
      return Promise.reject(
        new ChannelFailure('refused', 'no such argument', { code: 'REQUEST_INVALID', detail: '' } as never),
      );
    },
  };
  const endorsing = new GroupEndorsement(channel);
  const argument = (): string => {
    spelled += 1;
    return 'spelled';
  };
  return { asked, spelledTimes: () => spelled, endorse: () => endorsing.endorse(group, { argument, short: 'short' }) };
}

it('is not made where it is not needed', async () => {
  const { asked, endorse, spelledTimes } = asking(true);
  await endorse();
  expect(asked).toEqual(['short']);
  expect(spelledTimes()).toBe(0);
});

it('is what a chaincode of before is asked with', async () => {
  const { asked, endorse, spelledTimes } = asking(false);
  await endorse();
  await endorse();
  expect(asked).toEqual(['short', 'spelled', 'spelled']);
  expect(spelledTimes()).toBe(2);
});
