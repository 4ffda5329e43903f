/** The end of a form: what it would do, the button, what came of it. */
import type { ComponentChildren, JSX } from 'preact';
import type { Writing } from '../data/write.js';
import { refusedField } from '../data/refusals.js';
import { time } from '../texts/format.js';
import { t, type TextName } from '../texts/text.js';
import { labelOf } from './inputs.js';
import { Failure, refusalSaid } from './reading.js';

export function Act<T>(props: {
  readonly of: Writing<T>;
  readonly label: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly done: (value: T) => ComponentChildren;
  /** Of the form, so that a refusal names the one that it belongs to. */
  readonly fields?: readonly { readonly name: string; readonly label: TextName; readonly about?: string }[];
}): JSX.Element {
  const { of } = props;
  if (of.done !== undefined)
    return (
      <div class="done" role="status">
        {props.done(of.done)}
      </div>
    );
  const { fields = [] } = props;
  const names = fields.map(({ name }) => name);
  const at = fields.find(({ name }) => name === refusedField(of.failure, names)?.name);
  return (
    <div class="act">
      {of.failure && <Failure of={of.failure} at={at && labelOf(at)} />}
      {of.earlier && (
        <p class="earlier" role="status">
          {t(of.earlier.isSame ? 'part.sentSame' : 'part.sentOther', { when: time(of.earlier.at) })}
        </p>
      )}
      <button
        type="button"
        class={props.danger ? 'danger' : 'primary'}
        disabled={of.isBusy || props.disabled}
        onClick={of.run}
      >
        {of.isBusy ? t('part.busy') : props.label}
      </button>
    </div>
  );
}

/** What was refused of a field that is shown beside the button. */
export function refusedText({ failure }: Pick<Writing<unknown>, 'failure'>, name: string): string | undefined {
  const found = refusedField(failure, [name]);
  return found && refusalSaid(failure, found.detail);
}
