/** Paths with their parameters and query filled in. */

type Plain = string | number | boolean | undefined;

/** @throws TypeError for what would lead elsewhere than the path says */
export function fillPath(
  path: string,
  params: Readonly<Record<string, Plain>> = {},
  query: Readonly<Record<string, Plain>> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${path} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
  const isPath = filled.startsWith('/') && !/[?#\\\s]|\/\//.test(filled) && !filled.endsWith('/');
  // Also percent-encoded ones are taken for dots by what reads URLs.
  if (!isPath || filled.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    throw new TypeError(`${JSON.stringify(filled)} is not a path of the gateway: give odd values as params or query`);
  const fields = Object.entries(query).filter(([, value]) => value !== undefined);
  return fields.length === 0
    ? filled
    : `${filled}?${new URLSearchParams(fields.map(([name, value]) => [name, String(value)]))}`;
}
