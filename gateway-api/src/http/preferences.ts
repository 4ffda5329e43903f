/** The `Prefer` header (RFC 7240): how long a write may wait for its commit. */
import { Problem } from './problem.js';

/** How long a write waits when the caller does not say. */
export const WAIT_DEFAULT_S = 10;
/** The longest a caller may have a write wait. */
export const WAIT_MAX_S = 60;

export interface Preferences {
  readonly waitMs: number;
  /** The value of `Preference-Applied`, if a preference was given and understood. */
  readonly applied?: string;
}

const byDefault: Preferences = { waitMs: WAIT_DEFAULT_S * 1000 };

/** Unknown preferences are ignored, as RFC 7240 asks; a `wait` that is no number of seconds is refused. */
export function parsePrefer(header: string | undefined): Preferences {
  if (header === undefined) return byDefault;
  for (const preference of header.split(',')) {
    const [name = '', value = ''] = preference
      .split(';', 1)[0]!
      .split('=')
      .map((part) => part.trim());
    const token = name.toLowerCase();
    if (token === 'respond-async') return { waitMs: 0, applied: 'respond-async' };
    if (token !== 'wait') continue;
    const digits = value.replace(/^"(.*)"$/, '$1');
    if (!/^\d{1,6}$/.test(digits)) {
      throw new Problem('REQUEST_INVALID', 'Prefer: wait needs a whole number of seconds', {
        errors: [{ pointer: '/header/prefer', detail: 'must be wait=N with N a whole number of seconds' }],
      });
    }
    const seconds = Math.min(parseInt(digits, 10), WAIT_MAX_S);
    return { waitMs: seconds * 1000, applied: `wait=${seconds}` };
  }
  return byDefault;
}
