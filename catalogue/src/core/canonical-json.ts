/**
 * JSON with one spelling per value: keys sorted, no spaces, absent fields left out. Endorsers must produce identical
 * bytes, and digests are taken over this.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inKeyOrder(value));
}

/** The same value with all keys in order, at every depth. What is in order already is not copied. */
export function inKeyOrder<T>(value: T): T {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError('canonical JSON holds whole numbers only');
      return value;
    case 'object':
      if (value === null) return value;
      return (Array.isArray(value) ? arrayInKeyOrder(value) : objectInKeyOrder(value)) as T;
    default:
      throw new TypeError(`canonical JSON cannot hold a ${typeof value}`);
  }
}

function arrayInKeyOrder(values: readonly unknown[]): readonly unknown[] {
  let isInOrder = true;
  const ordered = values.map((value) => {
    const inOrder = inKeyOrder(value);
    isInOrder &&= inOrder === value;
    return inOrder;
  });
  return isInOrder ? values : ordered;
}

function objectInKeyOrder(value: object): object {
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields);
  let isInOrder = true;
  for (let index = 0; index < keys.length && isInOrder; index += 1) {
    const field = fields[keys[index] as string];
    isInOrder = (index === 0 || (keys[index - 1] as string) < (keys[index] as string)) && isOrdered(field);
  }
  if (isInOrder) return value;
  const ordered: Record<string, unknown> = {};
  for (const key of keys.sort()) {
    const field = fields[key];
    if (field !== undefined) ordered[key] = inKeyOrder(field);
  }
  return ordered;
}

function isOrdered(field: unknown): boolean {
  return typeof field === 'string' || field === undefined || inKeyOrder(field) === field;
}
