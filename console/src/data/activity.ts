/** What was issued and spent over time, summed from events into parts of equal length. */

export interface PointsEvent {
  readonly type: string;
  readonly time: string;
  readonly block: number;
  readonly programId?: string | undefined;
  readonly targetProgramId?: string | undefined;
  readonly amount?: string | undefined;
  readonly taken?: string | undefined;
  readonly received?: string | undefined;
}

export interface Activity {
  /** The begin of each part, in seconds. */
  readonly times: readonly number[];
  readonly issued: readonly bigint[];
  readonly spent: readonly bigint[];
  readonly firstBlock: number;
  readonly lastBlock: number;
}

const spending = ['points.redeemed', 'hold.captured'];

/** @returns undefined if nothing was issued or spent */
export function activityOf(events: readonly PointsEvent[], programId: string, parts: number): Activity | undefined {
  const flows = events.flatMap((event) => {
    const { type, amount = '0', taken = '0', received = '0' } = event;
    const of = (issued: string, spent: string) => [{ event, issued: BigInt(issued), spent: BigInt(spent) }];
    if (type === 'points.exchanged') {
      if (event.targetProgramId === programId) return of(received, '0');
      return event.programId === programId ? of('0', taken) : [];
    }
    if (event.programId !== programId) return [];
    if (type === 'points.issued') return of(amount, '0');
    return spending.includes(type) ? of('0', amount) : [];
  });
  const [first] = flows;
  const last = flows.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const seconds = (time: string): number => Date.parse(time) / 1000;
  const all = flows.map(({ event }) => seconds(event.time));
  const from = Math.min(...all);
  const length = Math.max(1, (Math.max(...all) - from) / parts);
  const count = Math.min(parts, Math.floor((Math.max(...all) - from) / length) + 1);
  const issued = new Array<bigint>(count).fill(0n);
  const spent = new Array<bigint>(count).fill(0n);
  for (const flow of flows) {
    const at = Math.min(count - 1, Math.floor((seconds(flow.event.time) - from) / length));
    issued[at]! += flow.issued;
    spent[at]! += flow.spent;
  }
  return {
    times: issued.map((_, index) => from + index * length),
    issued,
    spent,
    firstBlock: first.event.block,
    lastBlock: last.event.block,
  };
}
