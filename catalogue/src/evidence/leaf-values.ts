/**
 * What the leaves of one row are. Nothing is asked of what it holds, so that whoever reads blocks makes the same leaves, whichever
 * rows they know.
 */

/** The values of a row's leaves, in order. What does not hold entries, or makes no sense, is one leaf. */
export function leafValues(key: readonly string[], value: Uint8Array): readonly Uint8Array[] {
  return leafTexts(key, value)?.map((text) => new TextEncoder().encode(text)) ?? [value];
}

/** The same as text, of a row that has a leaf for each entry; undefined for one that is a leaf itself, whatever its bytes are. */
export function leafTexts(key: readonly string[], value: Uint8Array): readonly string[] | undefined {
  return key[0] === 'imported'
    ? importedLeaves(new TextDecoder('utf-8', { ignoreBOM: true }).decode(value))
    : undefined;
}

function importedLeaves(text: string): readonly string[] | undefined {
  const row = parsed(text);
  const entries: unknown = row?.['rows'];
  if (row === undefined || !Array.isArray(entries) || entries.length === 0) return undefined;
  // Members keep their places: what stands before the entries and behind them is the same for all leaves.
  const members = Object.entries(row).map(([name, value]) => [
    name,
    `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  ]);
  const at = members.findIndex(([name]) => name === 'rows');
  const before = members.slice(0, at).map(([, member]) => `${member},`);
  const behind = members.slice(at + 1).map(([, member]) => `,${member}`);
  const [head, tail] = [`{${before.join('')}"rows":[`, `]${behind.join('')}}`];
  return entries.map((entry) => `${head}${JSON.stringify(entry)}${tail}`);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
