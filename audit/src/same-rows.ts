/** Whether two rows say the same, whatever order their fields stand in. */

/** With keys in one order. */
export function ordered(row: object | undefined): unknown {
  return row && Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** But for when and under which name a member came, and for how earlier cycles are netted, which is judged with cycles. */
export function isSame(a: object | undefined, b: object | undefined): boolean {
  const [left, right] = [a, b].map((row) => {
    const { registeredAt: _registered, since: _since, name: _name, ...all } = (row ?? {}) as Record<string, unknown>;
    const { earlierNetting: _netting, ...rest } = all;
    return JSON.stringify(sortedDeep(rest));
  });
  return (a === undefined) === (b === undefined) && left === right;
}

function sortedDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sortedDeep(each)]),
  );
}
