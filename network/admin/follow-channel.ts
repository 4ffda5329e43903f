/** An orderer that is not among those that order gets all that they have, and follows them until a configuration names it. */
import type { Organization } from '../topology.js';
import { joinOrderer, ordererParticipation } from './join-orderers.js';
import { retry } from './retry.js';

const CAUGHT_UP_WITHIN_MS = 300_000;

/**
 * Has it join by a configuration of the channel, unless it has, and waits until it has all blocks.
 *
 * @param newestConfig the block of the newest configuration
 * @returns how many blocks it has
 */
export async function followChannel(
  organization: Organization,
  channel: string,
  dataDir: string,
  newestConfig: Uint8Array,
): Promise<number> {
  const { name } = organization;
  await retry({ what: `have the orderer of ${name} follow the channel` }, () =>
    joinOrderer(organization, channel, dataDir, newestConfig),
  );
  return retry({ what: `see the orderer of ${name} catch up`, timeoutMs: CAUGHT_UP_WITHIN_MS }, async () => {
    const seen = await ordererParticipation(organization, channel, dataDir);
    if (seen?.status !== 'active') throw new Error(`it is ${seen?.status ?? 'not there'}, at ${seen?.height ?? 0}`);
    return seen.height;
  });
}
