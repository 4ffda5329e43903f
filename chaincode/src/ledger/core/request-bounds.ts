/**
 * Bounds of every request, checked before its schema looks into it: any member may propose anything to any peer, and a
 * peer takes proposals of many megabytes.
 */
import { LIST_ITEMS_MAX, REQUEST_BYTES_MAX } from '@commonpoint/catalogue';

/** Says it if a text has more bytes than any request within its other bounds. */
export function oversizeOf(json: string): string | undefined {
  const bytes = Buffer.byteLength(json);
  return bytes > REQUEST_BYTES_MAX ? `has ${bytes} bytes; ${REQUEST_BYTES_MAX} are the most` : undefined;
}

/** Where a value has a list that is longer than any may be; without recursion, since it may be as deep as it is large. */
export function findOverlongList(value: unknown): readonly (string | number)[] | undefined {
  const open: { at: Path; value: unknown }[] = [{ at: undefined, value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { at, value: found } = next;
    if (typeof found !== 'object' || found === null) continue;
    if (Array.isArray(found) && found.length > LIST_ITEMS_MAX) return spell(at);
    for (const [key, inner] of Object.entries(found)) {
      if (typeof inner === 'object') open.push({ at: { key, within: at }, value: inner });
    }
  }
  return undefined;
}

/** From the inside outwards, so that a path costs nothing before it is asked for. */
type Path = { readonly key: string; readonly within: Path } | undefined;

/** The most steps of a path that are told: no request that keeps its shape is deeper. */
const STEPS_MAX = 10;

function spell(path: Path): string[] {
  const steps: string[] = [];
  for (let step = path; step !== undefined; step = step.within) steps.push(step.key);
  return steps.reverse().slice(0, STEPS_MAX);
}
