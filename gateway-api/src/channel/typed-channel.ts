/**
 * Asking the own peer, with a catalogue's entry for what to ask and for the types of question and answer.
 *
 * All that the gateway asks of the peer in passing goes this way: it is where an entry becomes a name, a request bytes, bytes
 * a reply, and a channel's failure one that clients are told.
 */
import type { ReplyOf, RequestOf, Role, Transaction } from '@commonpoint/catalogue';
import { ChannelFailure, type Channel } from './channel.js';
import { toFailure } from './failures.js';
import type { Read } from './reads.js';

export class TypedChannel {
  constructor(private readonly channel: Pick<Channel, 'evaluate' | 'height'>) {}

  /** @throws Failure */
  async evaluate<T extends Transaction>(entry: T, request: RequestOf<T>, role: Role): Promise<ReplyOf<T>> {
    try {
      return replyOf(entry, await this.channel.evaluate(role, entry.name, JSON.stringify(request)));
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** The same with a block that the answer includes. @throws Failure */
  async read<T extends Transaction>(entry: T, request: RequestOf<T>, role: Role): Promise<Read<ReplyOf<T>>> {
    try {
      // Asked first, so that the answer includes at least this block.
      const asOfBlock = (await this.channel.height()) - 1;
      return { value: await this.evaluate(entry, request, role), asOfBlock };
    } catch (error) {
      throw toFailure(error);
    }
  }
}

/** An endorsement's or an evaluation's reply as what the entry says it is. @throws ChannelFailure malformed */
export function replyOf<T extends Transaction>({ name }: T, bytes: Uint8Array): ReplyOf<T> {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as ReplyOf<T>;
  } catch (cause) {
    throw new ChannelFailure('malformed', `The reply to ${name} is not JSON`, undefined, [], { cause });
  }
}
