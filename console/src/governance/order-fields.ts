/** What is asked for to issue an order: by an authority itself, or as a proposal to all members. */
import type { FieldOf } from '../data/fields.js';
import { t, tOf } from '../texts/text.js';

const effects = ['stop-debits', 'stop-credits', 'reserve', 'seize'] as const;
const scopes = ['account', 'program', 'organization'] as const;

/**
 * @param at where in the body the order stands, with a point at its end
 * @param seizes whether points may be moved away: emergency orders of merchants move none
 */
export function orderFields(programs: readonly string[], at = '', seizes = true): readonly FieldOf[] {
  const program = programs.map((each) => [each, each] as const);
  const of = (name: string) => `${at}${name}`;
  const fields: FieldOf[] = [
    {
      name: of('effect.kind'),
      label: 'orders.effect',
      kind: 'choice',
      options: effects.filter((each) => seizes || each !== 'seize').map((each) => [each, tOf('effect', each)]),
    },
    {
      name: of('scope.kind'),
      label: 'orders.scope',
      kind: 'choice',
      options: scopes.map((each) => [each, t(`orders.of.${each}`)]),
    },
    { name: of('scope.accountId'), label: 'members.account', kind: 'text', where: [of('scope.kind'), 'account'] },
    {
      name: of('scope.programId'),
      label: 'members.program',
      kind: 'choice',
      options: program,
      optional: true,
      hint: 'orders.programHint',
      where: [of('scope.kind'), 'account'],
    },
    {
      name: of('scope.programId'),
      label: 'members.program',
      kind: 'choice',
      options: program,
      where: [of('scope.kind'), 'program'],
    },
    { name: of('scope.mspId'), label: 'orders.mspId', kind: 'text', where: [of('scope.kind'), 'organization'] },
    ...(['reserve', 'seize'] as const).map((effect) => ({
      name: of('effect.amount'),
      label: 'members.amount' as const,
      kind: 'points' as const,
      where: [of('effect.kind'), effect] as const,
    })),
    { name: of('effect.toAccountId'), label: 'members.toAccount', kind: 'text', where: [of('effect.kind'), 'seize'] },
    { name: of('until'), label: 'members.until', kind: 'moment', optional: true },
    {
      name: of('expiry'),
      label: 'orders.expiry',
      kind: 'choice',
      optional: true,
      options: [
        ['runs', t('orders.runs')],
        ['waits', t('orders.waits')],
      ],
      where: [of('scope.kind'), 'account'],
    },
  ];
  return fields;
}
