/** Up to which block each orderer signed: one that stays where it is while others go on is behind, or away. */
import type { ChannelBlock } from '../channel/channel.js';
import type { BlockParticipant } from './follower.js';

export class OrdererSignatures implements BlockParticipant {
  readonly #blocks = new Map<number, number>();

  constructor(private readonly nameOf: (id: number) => string = String) {}

  readonly durabilityOf = () => 'rebuildable' as const;
  readonly applied = (): void => undefined;

  apply({ number, signedBy = [] }: ChannelBlock): void {
    for (const id of signedBy) this.#blocks.set(id, number);
  }

  all(): readonly { readonly orderer: string; readonly block: number }[] {
    return [...this.#blocks].toSorted(([a], [b]) => a - b).map(([id, block]) => ({ orderer: this.nameOf(id), block }));
  }
}
