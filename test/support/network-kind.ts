/**
 * The kind of network that NETWORK names. A scenario does the same on all of them; it may ask only in order to say what
 * cannot be done on one of them, and why.
 */
export type TestedNetwork = 'embedded' | 'native' | 'docker';

export const networkKind = readKind();

/** `describe` on the kinds that `reasons` does not name; on the others it is skipped, and its name says why. */
export function describeUnless(
  reasons: Readonly<Partial<Record<TestedNetwork, string>>>,
  name: string,
  define: () => void,
): void {
  const reason = reasons[networkKind];
  if (reason === undefined) describe(name, define);
  // The tests inside have names and no life.
  else describe.skip(`${name} (not on ${networkKind}: ${reason})`, define);
}

function readKind(): TestedNetwork {
  const kind = process.env['NETWORK'] || 'embedded';
  if (kind !== 'embedded' && kind !== 'native' && kind !== 'docker') {
    throw new Error(`NETWORK must be embedded, native or docker, not "${kind}".`);
  }
  return kind;
}
