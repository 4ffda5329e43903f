/** An imported operation stands in the row of its hundred, as long as nothing of it was taken back: its own key alone would show nothing. */
import { entryOfLine, importedIdOf, type ImportedRow } from '@commonpoint/catalogue';

/** The key under which the hundred of an operation's line is written; undefined for all other keys. */
export function hundredOf(key: readonly string[]): readonly string[] | undefined {
  const [type, mspId = '', operationId = ''] = key;
  const imported = type === 'op' && key.length === 3 ? importedIdOf(operationId) : undefined;
  return imported && ['imported', mspId, imported.file, String(imported.stretch)];
}

/** What a hundred says of an operation's line: itself with this entry alone. Undefined where it has none. */
export function lineIn([, , operationId = '']: readonly string[], hundred: Uint8Array): Uint8Array | undefined {
  const { line } = importedIdOf(operationId)!;
  try {
    const row = JSON.parse(Buffer.from(hundred).toString()) as ImportedRow;
    const entry = entryOfLine(row, line);
    return entry === undefined ? undefined : Buffer.from(JSON.stringify({ ...row, rows: [entry] }));
  } catch {
    return undefined;
  }
}
