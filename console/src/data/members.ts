/** Merchants that take part, by their MSP ids: whom something can be agreed with. */
import { type Reading, useRead } from './read.js';

export function useMerchants(): Reading<readonly string[]> {
  return useRead(
    'merchants',
    async (client, signal) => {
      const { members } = await client.get('/v1/members', { signal });
      return members.filter(({ kind, status }) => kind === 'merchant' && status !== 'left').map(({ mspId }) => mspId);
    },
    ['member.'],
  );
}
