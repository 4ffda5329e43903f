/** Which role a claim makes of whom it is about. */
import type { Role } from '@commonpoint/catalogue';

/**
 * What is not listed makes none, and neither do several roles at once: which one was meant cannot be known.
 *
 * @param path the claim's name, with dots where it is inside others, as `realm_access.roles`
 */
export function roleOfClaims(
  claims: Readonly<Record<string, unknown>>,
  path: string,
  roles: Readonly<Record<string, Role>>,
): Role | undefined {
  const value = claimAt(claims, path);
  const values = Array.isArray(value) ? value : [value];
  const found = new Set(
    values.flatMap((each) => (typeof each === 'string' && Object.hasOwn(roles, each) ? [roles[each]!] : [])),
  );
  const [role, ...more] = found;
  return more.length > 0 ? undefined : role;
}

/** A claim by its whole name, else by its parts. */
function claimAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
