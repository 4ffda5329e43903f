/** Has a group endorsed, and reads what the endorsement foretells of each of its operations. */
import { postPoints } from '@commonpoint/catalogue';
import { type Channel, ChannelFailure, type Endorsement } from '../channel/channel.js';
import type { Foretold } from './foretold.js';
import type { Group } from './grouping.js';
import { foretell } from './outcomes.js';
import type { PostRequest } from './post-request.js';

/** How long a chaincode that did not know the short form is not asked in it again: it may have been upgraded since. */
const SPELLED_OUT_MS = 60_000;

export class GroupEndorsement {
  #spelledOutUntil = -Infinity;

  constructor(private readonly channel: Pick<Channel, 'endorse'>) {}

  /** @throws ChannelFailure */
  async endorse(
    group: Group,
    { argument, short }: PostRequest,
  ): Promise<{ endorsement: Endorsement; foretold: Foretold[] }> {
    if (short !== undefined && performance.now() >= this.#spelledOutUntil) {
      try {
        const endorsement = await this.channel.endorse(group.role, postPoints.name, short);
        return { endorsement, foretold: foretell(group, endorsement.reply, 'posted-left-out') };
      } catch (error) {
        if (!(error instanceof ChannelFailure) || error.body?.code !== 'REQUEST_INVALID') throw error;
        this.#spelledOutUntil = performance.now() + SPELLED_OUT_MS;
      }
    }
    const endorsement = await this.channel.endorse(group.role, postPoints.name, argument());
    return { endorsement, foretold: foretell(group, endorsement.reply) };
  }
}
