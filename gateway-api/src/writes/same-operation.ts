/** Whether two operations of one id are the same one, hints apart. */
import { hintFields, type Operation } from '@commonpoint/catalogue';

const hints: ReadonlySet<string> = new Set(hintFields);

/** The first field, by name, in which the operations differ; undefined if they are the same. */
export function firstDifference(one: Operation, other: Operation): string | undefined {
  const a: Readonly<Record<string, unknown>> = one;
  const b: Readonly<Record<string, unknown>> = other;
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((field) => !hints.has(field)).toSorted();
  return fields.find((field) => a[field] !== b[field]);
}
