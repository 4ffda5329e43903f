/**
 * How much of its files a start reads before it opens them, and what it leaves for later: of large ones it reads what was written last, which is
 * all that a crash can have touched, and the rest is looked at while everything works already.
 */

/** A file, or a part of one, that is to be looked at. */
export type LeftFile =
  | { readonly kind: 'blocks'; readonly path: string; readonly end: number }
  /** Of LevelDB; one that is gone by then was replaced by another. */
  | { readonly kind: 'table'; readonly path: string };

/** What came of looking at them. */
export interface Looked {
  readonly damaged?: string | undefined;
  /** Of each that could not be read, why. */
  readonly unread: readonly string[];
}

export interface Looks {
  /** So much of each is read at once, and smaller ones are read whole. */
  readonly atOnceBytes: number;
  readonly left: LeftFile[];
  /** What keeps tables there until they were looked at. */
  readonly holds: (() => Promise<void>)[];
}

const AT_ONCE_BYTES = 32 * 1024 * 1024;

/** `all` leaves nothing. */
export function newLooks(extent: 'some' | 'all', atOnceBytes = AT_ONCE_BYTES): Looks {
  return { atOnceBytes: extent === 'all' ? Infinity : atOnceBytes, left: [], holds: [] };
}
