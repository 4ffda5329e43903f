/** A row of the outbox in the legacy database: what is to cross, asked for by the legacy application, and how far it is. */

export type Direction = 'in' | 'out';

/**
 * In: `requested`, `debited` in the legacy programme, then `done` once the points are issued, or `returned` if the ledger refused. Out: `requested`,
 * `asked` of the ledger, `held` there, `captured`, and `done` once the legacy programme is credited; `returned` if the hold was given up. `refused` is
 * what nothing was done for. `disputed` is for people to look at: two sides say what cannot both be.
 */
export const states = [
  'requested',
  'debited',
  'asked',
  'held',
  'captured',
  'done',
  'returned',
  'refused',
  'disputed',
] as const;
export type State = (typeof states)[number];

/** Nothing more is done about these. */
export const ended: readonly State[] = ['done', 'returned', 'refused', 'disputed'];

export interface OutboxRow {
  readonly id: string;
  readonly direction: Direction;
  /** As the legacy programme calls its member; the gateway knows the reference too. */
  readonly member: string;
  readonly points: string;
  readonly requestedAt: Date;
  readonly state: State;
  /** What was taken, as text; the bridge goes by that, whatever the row says later. */
  readonly taken: string | undefined;
  /** Over `taken`, by the bridge's own key. */
  readonly seal: string | undefined;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly changedAt: Date | undefined;
}

/** What the bridge goes by from the moment on at which it took a row. */
export interface Taken {
  readonly direction: Direction;
  readonly member: string;
  readonly points: string;
  readonly accountId: string;
  /** Of what goes out: until when the points are held. */
  readonly heldUntil?: string;
}

/** The ids of the operations by which a row crosses: as they follow from it alone, each is done once, for ever. */
export function operationIds(bridgeId: string, direction: Direction, row: string) {
  const first = `br-${bridgeId}-${direction}-${row}`;
  return { first, capture: `${first}-capture`, void: `${first}-void` };
}
