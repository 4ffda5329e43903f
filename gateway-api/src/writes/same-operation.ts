/** Whether two operations of one id are the same one, hints apart. */
import { withoutHints, type Operation } from '@commonpoint/catalogue';

/** The first field, by name, in which the operations differ; undefined if they are the same. */
export function firstDifference(one: Operation, other: Operation): string | undefined {
  const [a, b] = [withoutHints(one), withoutHints(other)];
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
  return fields.find((field) => a[field] !== b[field]);
}
