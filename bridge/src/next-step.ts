/** What is done next about a row: from where it stands alone, so that after a crash it is the same again. */
import type { Outcome } from './ledger.js';
import type { OutboxRow, State, Taken } from './outbox-row.js';

export type Step =
  | { readonly kind: 'take' }
  | { readonly kind: 'issue' | 'hold' | 'capture' | 'credit'; readonly taken: Taken }
  | { readonly kind: 'dispute'; readonly detail: string }
  | { readonly kind: 'none' };

const stepsOf: Readonly<Partial<Record<State, Readonly<Partial<Record<Taken['direction'], Step['kind']>>>>>> = {
  debited: { in: 'issue' },
  asked: { out: 'hold' },
  held: { out: 'capture' },
  captured: { out: 'credit' },
};

/** `opened` is what the row's seal was found to be over. */
export function nextStep({ state, direction, seal, taken }: OutboxRow, opened: Taken | undefined): Step {
  switch (state) {
    case 'requested':
      // Only the bridge writes a seal, and never takes it off again.
      if (seal !== undefined || taken !== undefined)
        return { kind: 'dispute', detail: 'it was taken before, and is requested again' };
      return { kind: 'take' };
    case 'debited':
    case 'asked':
    case 'held':
    case 'captured': {
      if (opened === undefined) return { kind: 'dispute', detail: 'what was taken is not what the bridge wrote' };
      const kind = stepsOf[state]?.[opened.direction];
      if (kind === undefined) return { kind: 'dispute', detail: `what goes ${direction} is never ${state}` };
      return { kind: kind as 'issue', taken: opened };
    }
    case 'done':
    case 'returned':
    case 'refused':
    case 'disputed':
      return { kind: 'none' };
    default:
      // The column is text: whoever writes it may write anything.
      return { kind: 'dispute', detail: `no row is ${state satisfies never as string}` };
  }
}

/** What the ledger's word on the first operation of a row makes of it. */
export function afterFirst(direction: Taken['direction'], outcome: Outcome): State {
  if (outcome === 'committed') return direction === 'in' ? 'done' : 'held';
  // The ledger has something else under this id: whether that is the row's, only people can tell.
  if (outcome.refused === 'ID_CONFLICT') return 'disputed';
  return direction === 'in' ? 'returned' : 'refused';
}

/** How much may be taken now, of what the ledger lets cross, less what is on its way already. */
export function roomLeft(
  caps: { readonly perDay: string; readonly inAll: string },
  crossed: { readonly today: string; readonly inAll: string } | undefined,
  underWay: bigint,
): bigint {
  const left = [
    BigInt(caps.perDay) - BigInt(crossed?.today ?? '0') - underWay,
    BigInt(caps.inAll) - BigInt(crossed?.inAll ?? '0') - underWay,
  ];
  return left[0]! < left[1]! ? left[0]! : left[1]!;
}
