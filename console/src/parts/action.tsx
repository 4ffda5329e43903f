/** What can be done here: a button each, and behind it the form, what it would come to, and what came of it. */
import type { Client } from '@commonpoint/client';
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Action, may } from '../data/allowed.js';
import { areWhole, asked, asSent, bodyOf, type FieldOf, valueOf, type Values } from '../data/fields.js';
import { useSession } from '../data/session.js';
import { useWrite } from '../data/write.js';
import { money, percent, points } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Act } from './act.js';
import { Dialog } from './form.js';
import { Inputs, type Refused, refusedOf } from './inputs.js';

export interface Offered {
  /** Of the gateway's routes; whoever may not is not offered it. */
  readonly action: Action;
  /** Of the button, and of the dialog. */
  readonly title: string;
  readonly note?: string;
  readonly fields?: readonly FieldOf[];
  readonly danger?: boolean;
  /** What it would come to, beside what was typed. */
  readonly preview?: (body: never) => ComponentChildren;
  readonly send: (client: Client, body: never, idempotencyKey: string) => Promise<unknown>;
  readonly done?: ComponentChildren;
}

export function Actions(props: {
  readonly of: readonly (Offered | false | undefined)[];
  readonly quiet?: boolean;
  /** What is shown is to be read again. */
  readonly onDone: () => void;
}): JSX.Element {
  const { who } = useSession();
  const [open, setOpen] = useState<Offered>();
  const offered = props.of.filter((each): each is Offered => !!each && may(who, each.action));
  // Once done it may not be offered any more: what came of it is still to be read.
  const chosen = offered.find(({ title }) => title === open?.title) ?? open;
  return (
    <>
      {offered.map((each) => (
        <button
          key={each.title}
          type="button"
          class={props.quiet ? 'quiet' : each.danger ? 'danger' : ''}
          onClick={() => setOpen(each)}
        >
          {each.title}
        </button>
      ))}
      {chosen && (
        <ActionDialog
          of={chosen}
          onClose={() => {
            setOpen(undefined);
            props.onDone();
          }}
        />
      )}
    </>
  );
}

function ActionDialog({ of, onClose }: { of: Offered; onClose: () => void }): JSX.Element {
  const { title, note, fields = [], preview } = of;
  const [values, setValues] = useState<Values>({});
  const [isPreviewing, setPreviewing] = useState(fields.length === 0);
  const body = bodyOf(fields, values) as never;
  const write = useWrite((client, idempotencyKey) => of.send(client, body, idempotencyKey));
  const isSettled = write.done !== undefined || write.isBusy;
  const [refused, setRefused] = useState<Refused>();
  const form = useRef<HTMLFormElement>(null);
  // Whoever changes it begins where it was refused.
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isPreviewing]);
  const change = (): void => {
    setRefused(refusedOf(write.failure, asked(fields, values), values));
    write.reset();
    setPreviewing(false);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {isPreviewing ? (
        <div class="form">
          {note !== undefined && <p>{note}</p>}
          {fields.length > 0 && (
            <section class="preview" aria-label={t('members.preview')}>
              <Typed fields={fields} values={values} />
              {preview?.(body)}
            </section>
          )}
          <Act
            of={write}
            label={title}
            fields={asked(fields, values).filter((field) => valueOf(field, values) !== '')}
            danger={of.danger === true}
            done={() => of.done ?? t('settlements.said')}
          />
          {fields.length > 0 && !isSettled && (
            <button type="button" class="quiet" onClick={change}>
              {t('members.change1')}
            </button>
          )}
        </div>
      ) : (
        <form
          class="form"
          ref={form}
          onSubmit={(event) => {
            event.preventDefault();
            setPreviewing(true);
          }}
        >
          {note !== undefined && <p class="note">{note}</p>}
          <Inputs fields={fields} values={values} refused={refused} onChange={setValues} />
          <button class="primary" disabled={!areWhole(fields, values)}>
            {t('members.preview')}
          </button>
        </form>
      )}
    </Dialog>
  );
}

/** What is and what will be, field by field. */
function Typed({ fields, values }: { fields: readonly FieldOf[]; values: Values }): JSX.Element {
  return (
    <dl class="typed">
      {asked(fields, values)
        .filter((field) => valueOf(field, values) !== '')
        .map((field) => (
          <div key={field.name}>
            <dt>{t(field.label)}</dt>
            <dd>
              {field.now !== undefined && (
                <>
                  <span class="note">{field.now}</span> <span aria-hidden="true">→</span>{' '}
                </>
              )}
              {shown(field, valueOf(field, values))}
            </dd>
          </div>
        ))}
    </dl>
  );
}

function shown(field: FieldOf, value: string): ComponentChildren {
  const { kind, options, currency = 'XXX' } = field;
  if (kind === 'money') return money(asSent(field, value), currency);
  if (kind === 'price') return money(asSent(field, value), currency, 8);
  if (kind === 'rate') return percent(Number(value) / 100, 4);
  if (kind === 'points' || kind === 'amount') return points(value);
  if (kind === 'json') return <code>{value}</code>;
  return options?.find(([each]) => each === value)?.[1] ?? value;
}
