/** Limits against abuse, as fields. */
import type { Routes } from '@commonpoint/client';
import type { FieldOf } from '../data/fields.js';

type Limits = Routes['/v1/programs/{programId}']['get']['reply']['limits'];

const limitedKinds = ['issue', 'redeem', 'transfer', 'hold', 'exchange'] as const;
const bounds = [
  ['min', 'least'],
  ['max', 'limit'],
] as const;
const perDay = ['debitedMax', 'debitsMax', 'creditedMax', 'creditsMax'] as const;

/** Each bound by itself, and every one that there may be: those that are left empty do not hold any more. */
export function limitFields(limits: Limits): readonly FieldOf[] {
  const bound = (name: string, label: FieldOf['label'], kind: FieldOf['kind'], is: string | number | undefined) => ({
    name,
    label,
    kind,
    optional: true,
    ...(is !== undefined && { initial: String(is) }),
  });
  return [
    ...limitedKinds.flatMap((kind) =>
      bounds.map(([end, said]) =>
        bound(`operations.${kind}.${end}`, `${said}.${kind}`, 'points', limits?.operations?.[kind]?.[end]),
      ),
    ),
    ...perDay.map((name) =>
      bound(
        `perAccountDay.${name}`,
        `limit.${name}`,
        name.endsWith('sMax') ? 'count' : 'points',
        limits?.perAccountDay?.[name],
      ),
    ),
  ];
}
