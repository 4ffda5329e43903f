/** Which screen an address names: `/console/programs/harbor?tab=lanes`. */

export const BASE = '/console/';

export interface Place {
  /** Parts of the path below `/console/`, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export function placeOf({ pathname, search }: { readonly pathname: string; readonly search: string }): Place {
  const below = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : '';
  const path = below.split('/').filter((part) => part !== '');
  return { path: path.map(decoded), query: new URLSearchParams(search) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a screen, as it stands in links. */
export function addressOf(
  path: readonly (string | number)[],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return BASE + path.map((part) => encodeURIComponent(part)).join('/') + (search === '' ? '' : `?${search}`);
}
