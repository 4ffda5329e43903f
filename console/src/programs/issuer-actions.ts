/** What the issuer of a programme can change, as forms. */
import type { Routes } from '@commonpoint/client';
import type { Offered } from '../parts/action.js';
import { points, price } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { limitFields } from './limit-fields.js';

export type ProgramRead = Routes['/v1/programs/{programId}']['get']['reply'];
type Quota = Routes['/v1/programs/{programId}/quota']['get']['reply'];

/** The rules that it begins with; its issuer is whoever creates it. */
export const create = (): Offered => ({
  action: 'post /v1/programs',
  title: t('programs.create'),
  note: t('programs.createNote'),
  fields: [
    { name: 'programId', label: 'members.id', kind: 'text', hint: 'programs.idHint' },
    { name: 'name', label: 'propose.name', kind: 'text' },
    { name: 'cap', label: 'programs.cap', kind: 'points' },
    {
      name: 'capOn',
      label: 'programs.capCounts',
      kind: 'choice',
      options: [
        ['issued', t('programs.onIssued')],
        ['outstanding', t('programs.onOutstanding')],
      ],
    },
    { name: 'expiryMonths', label: 'programs.expiryMonths', kind: 'count', initial: '24', hint: 'programs.expiryHint' },
    { name: 'rules.maturityDays', label: 'programs.maturity', kind: 'count', optional: true },
    {
      name: 'rules.transferable',
      label: 'programs.transferable',
      kind: 'choice',
      options: [
        ['true', t('programs.yes')],
        ['false', t('programs.no')],
      ],
    },
    { name: 'lanes', label: 'programs.lanes', kind: 'count', initial: '16' },
  ],
  sent: ({ rules: { transferable, ...rules }, ...body }: { rules: { transferable: string } }) => ({
    ...body,
    rules: { ...rules, transferable: transferable === 'true' },
  }),
});

/**
 * A change is meant for the revision that was shown: what others changed meanwhile is not overwritten. A lane has none; its grant
 * alone is changed.
 */
export function capActions(program: ProgramRead, quota: Quota | undefined): readonly Offered[] {
  const params = { programId: program.programId };
  const ifMatch = program.revision;
  const next = program.status === 'active' ? 'suspended' : 'active';
  return [
    {
      action: 'patch /v1/programs/{programId}',
      title: t('programs.changeCap'),
      note: t('programs.changeCapNote'),
      fields: [{ name: 'cap', label: 'programs.cap', kind: 'points', now: points(program.cap) }],
      params,
      ifMatch,
    },
    {
      action: 'post /v1/programs/{programId}/quota',
      title: t('programs.changeQuota'),
      note: t('programs.changeQuotaNote'),
      fields: [
        {
          name: 'lane',
          label: 'programs.lane',
          kind: 'choice',
          options: (quota?.lanes ?? []).map(({ lane, granted, used }) => [
            String(lane),
            t('programs.laneSays', { lane, granted: points(granted), used: points(used) }),
          ]),
        },
        { name: 'granted', label: 'programs.granted', kind: 'amount' },
      ],
      params,
      sent: ({ lane, granted }: { lane: string; granted: string }) => ({ grants: [{ lane: Number(lane), granted }] }),
    },
    {
      action: 'patch /v1/programs/{programId}',
      title: t(next === 'suspended' ? 'programs.suspend' : 'programs.resume'),
      note: t(next === 'suspended' ? 'programs.suspendNote' : 'programs.resumeNote'),
      danger: next === 'suspended',
      params,
      ifMatch,
      sent: () => ({ status: next }),
    },
  ];
}

/** As `capActions`. */
export function ruleActions(program: ProgramRead): readonly Offered[] {
  const params = { programId: program.programId };
  const ifMatch = program.revision;
  const value = program.clearingValues?.at(-1)?.clearingValue;
  return [
    {
      action: 'post /v1/programs/{programId}/limits',
      title: t('programs.setLimits'),
      note: t('programs.setLimitsNote'),
      fields: limitFields(program.limits),
      params,
      sent: (limits: object) => ({ limits }),
      ifMatch,
    },
    {
      action: 'post /v1/programs/{programId}/clearing-value',
      title: t('programs.setValue'),
      note: t('programs.setValueNote'),
      fields: [
        {
          name: 'clearingValue',
          label: 'programs.aPoint',
          kind: 'price',
          currency: program.currency,
          hint: 'field.inMoney',
          now: value === undefined ? t('programs.noValue') : price(value, program.currency),
        },
      ],
      params,
      ifMatch,
    },
    {
      action: 'post /v1/programs/{programId}/terms-of-use',
      title: t('programs.setTerms'),
      note: t('programs.setTermsNote'),
      fields: [
        {
          name: 'version',
          label: 'terms.version',
          kind: 'count',
          initial: String((program.termsOfUse?.version ?? 0) + 1),
        },
        { name: 'hash', label: 'propose.textHash', kind: 'hash' },
        { name: 'address', label: 'propose.address', kind: 'text', hint: 'propose.addressHint' },
        { name: 'acceptWithinDays', label: 'propose.acceptWithin', kind: 'count', optional: true },
      ],
      params,
      ifMatch,
    },
  ];
}

/** What limits there are, in words. */
export function limitsSaid(limits: ProgramRead['limits']): readonly (readonly [string, string])[] {
  const said: [string, string][] = [];
  for (const [kind, { min, max } = {}] of Object.entries(limits?.operations ?? {})) {
    if (min !== undefined) said.push([tOf('least', kind), points(min)]);
    if (max !== undefined) said.push([tOf('limit', kind), points(max)]);
  }
  for (const [name, value] of Object.entries<string | number | undefined>(limits?.perAccountDay ?? {}))
    if (value !== undefined) said.push([tOf('limit', name), points(value)]);
  return said;
}
