/** The key that a person signs in to the console with: made once, by the first start, and shown by that one alone. */
import { changeApiKeys, withNewKey } from './api-key-file.js';

const CLIENT = 'console';

/** @returns undefined when it was made before: what was shown once is kept nowhere */
export function makeConsoleKey(folder: string, slug: string): Promise<string | undefined> {
  return changeApiKeys<string | undefined>(folder, (entries) => {
    if (entries.some(({ id }) => id === CLIENT)) return { entries, result: undefined };
    const order = { slug, role: 'admin', name: CLIENT, now: new Date().toISOString() } as const;
    const { entries: all, result } = withNewKey(entries, order);
    return { entries: all, result: result.key };
  });
}
