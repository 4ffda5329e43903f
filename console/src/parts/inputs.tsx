/** Fields to fill in, of forms that are data; each says what is wrong with it, and what was refused of it. */
import type { JSX } from 'preact';
import { asked, faultOf, type FieldOf, valueOf, type Values } from '../data/fields.js';
import { refusedField } from '../data/refusals.js';
import { t } from '../texts/text.js';
import { Field } from './form.js';
import { refusalSaid } from './reading.js';

/** What was refused of a field, as long as it says the same. */
export interface Refused {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

export function refusedOf(failure: Error | undefined, fields: readonly FieldOf[], values: Values): Refused | undefined {
  const found = refusedField(failure, namesOf(fields, values));
  const field = fields.find(({ name }) => name === found?.name);
  if (found === undefined || field === undefined) return undefined;
  return { name: found.name, value: valueOf(field, values), text: refusalSaid(failure, found.detail) };
}

/** What was left empty is not what was refused. */
const namesOf = (fields: readonly FieldOf[], values: Values): readonly string[] =>
  fields.filter((field) => valueOf(field, values) !== '').map(({ name }) => name);

export function Inputs(props: {
  readonly fields: readonly FieldOf[];
  readonly values: Values;
  readonly refused?: Refused | undefined;
  readonly onChange: (values: Values) => void;
}): JSX.Element {
  const { fields, values, refused, onChange } = props;
  return (
    <>
      {asked(fields, values).map((field) => (
        <Input
          key={field.name}
          of={field}
          value={valueOf(field, values)}
          refused={refused?.name === field.name && refused.value === valueOf(field, values) ? refused.text : undefined}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
        />
      ))}
    </>
  );
}

export const labelOf = ({ label, about }: Pick<FieldOf, 'label' | 'about'>): string =>
  about === undefined ? t(label) : `${t(label)} · ${about}`;

/** What a phone offers to type with. */
const keyboards: Partial<Record<FieldOf['kind'], 'numeric' | 'decimal'>> = {
  points: 'numeric',
  amount: 'numeric',
  count: 'numeric',
  money: 'decimal',
  price: 'decimal',
  rate: 'decimal',
};

function Input({
  of,
  value,
  refused,
  onChange,
}: {
  of: FieldOf;
  value: string;
  refused: string | undefined;
  onChange: (value: string) => void;
}): JSX.Element {
  const { kind, options = [], optional } = of;
  const fault = faultOf(of, value);
  const error = fault === undefined ? refused : t(fault);
  const hint = of.hint
    ? t(of.hint, { currency: of.currency ?? '' })
    : of.now === undefined
      ? undefined
      : t('field.now', { value: of.now });
  return (
    <Field label={optional ? t('field.optional', { name: labelOf(of) }) : labelOf(of)} hint={hint} error={error}>
      {(attributes) => {
        const all = {
          ...attributes,
          value,
          onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
            onChange(
              kind === 'long' || kind === 'json' ? event.currentTarget.value : event.currentTarget.value.trimStart(),
            ),
        };
        if (kind === 'choice')
          return (
            <select {...attributes} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
              {optional && <option value="">—</option>}
              {options.map(([each, text]) => (
                <option key={each} value={each}>
                  {text}
                </option>
              ))}
            </select>
          );
        if (kind === 'long' || kind === 'json')
          return <textarea {...all} class={kind === 'json' ? 'code' : ''} spellcheck={kind === 'long'} />;
        if (kind === 'day') return <input {...all} type="date" />;
        if (kind === 'moment') return <input {...all} type="datetime-local" />;
        return <input {...all} inputMode={keyboards[kind] ?? 'text'} autocomplete="off" />;
      }}
    </Field>
  );
}
