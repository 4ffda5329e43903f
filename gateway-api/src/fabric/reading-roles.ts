/**
 * By whose certificate the gateway reads what any member may: blocks, heights, the configuration. One that has ended, or that the peer
 * refused as it was revoked, is passed over while there is another one: what is wrong with one role's stops no other role.
 */
import type { Role } from '@commonpoint/catalogue';
import type { Certificate } from '../channel/certificates.js';
import type { ChannelFailure } from '../channel/channel.js';

/** What a stream of blocks ends with whose reader may not read any more. */
const NOT_A_READER = /Unexpected status response: 403$/;

export class ReadingRoles {
  readonly #refused = new Set<Role>();

  /** Notes what the peer said to one of them. */
  note(role: Role, { kind, message }: ChannelFailure): void {
    if (kind === 'identity-refused' || NOT_A_READER.test(message)) this.#refused.add(role);
  }

  /** Their certificates are others now. */
  forget(): void {
    this.#refused.clear();
  }

  choose(certificates: ReadonlyMap<Role, Pick<Certificate, 'endsAt'>>, nowMs: number): Role {
    const roles = [...certificates.keys()];
    const good = roles.filter((role) => certificates.get(role)!.endsAt.getTime() > nowMs);
    const accepted = good.filter((role) => !this.#refused.has(role));
    // Each is tried again once all were refused: the peer may have been behind.
    if (accepted.length === 0) this.forget();
    return accepted[0] ?? good[0] ?? roles[0]!;
  }
}
