/** What can be done here: a button each, and behind it the form, what it would come to, and what came of it. */
import type { Client } from '@commonpoint/client';
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Action, may } from '../data/allowed.js';
import { areWhole, asked, asSent, bodyOf, type FieldOf, valueOf, type Values } from '../data/fields.js';
import { useSession } from '../data/session.js';
import { useFrozen, useSending, useWrite, type What } from '../data/write.js';
import { millionths, money, percent, points } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Act } from './act.js';
import { Dialog } from './form.js';
import { Inputs, labelOf, type Refused, refusedOf } from './inputs.js';

/** What a path leaves open, by name. */
type Params<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [N in Name]: string } & Params<Rest>
  : unknown;

interface OfferedOf<A extends Action> {
  /** Of the gateway's routes; whoever may not is not offered it. */
  readonly action: A;
  /** Maybe by what was typed. */
  readonly params: Params<A> | ((typed: never) => Params<A>);
  /** Of the button, and of the dialog. */
  readonly title: string;
  readonly note?: string;
  readonly fields?: readonly FieldOf[];
  readonly danger?: boolean;
  /** What it would come to, beside what was typed. */
  readonly preview?: (body: never) => ComponentChildren;
  /** What is sent, of what was typed; if absent, that itself, and nothing where there are no fields. */
  readonly sent?: (typed: never, idempotencyKey: string) => object | undefined;
  /** The revision that it is a change of. */
  readonly ifMatch?: number | undefined;
  readonly done?: ComponentChildren;
}

/** Of a path that leaves nothing open there is nothing to say. */
export type Offered = {
  [A in Action]: A extends `${string}{${string}`
    ? OfferedOf<A>
    : Omit<OfferedOf<A>, 'params'> & { readonly params?: never };
}[Action];

/** The request that it comes to. */
function requestOf(of: Offered, typed: never, idempotencyKey: string) {
  const { action, fields, sent, ifMatch } = of;
  const params = typeof of.params === 'function' ? of.params(typed) : of.params;
  const body = sent === undefined ? fields && typed : sent(typed, idempotencyKey);
  return { action, params, body, ifMatch };
}

function send(client: Client, of: Offered, typed: never, idempotencyKey: string): Promise<unknown> {
  const { action, body, ...options } = requestOf(of, typed, idempotencyKey);
  const [method, path] = action.split(' ') as ['post' | 'patch', never];
  return client[method](path, body, { ...options, idempotencyKey });
}

/** By which it is known that the same is sent again: whatever the key would be. */
function whatOf(of: Offered, typed: never): What {
  const { action, params, body, ifMatch } = requestOf(of, typed, '');
  return { place: `${action} ${JSON.stringify(params)}`, content: [body, ifMatch] };
}

interface Offers {
  readonly of: readonly (Offered | false | undefined)[];
  /** What is shown is to be read again. */
  readonly onDone: () => void;
}

/** Those that whoever looks may do, and the dialog of the one that was chosen. */
function useOffers({ of, onDone }: Offers) {
  const { who } = useSession();
  const [open, setOpen] = useState<Offered>();
  const offered = of.filter((each): each is Offered => !!each && may(who, each.action));
  // Once done it may not be offered any more: what came of it is still to be read.
  const chosen = offered.find(({ title }) => title === open?.title) ?? open;
  const close = (): void => {
    setOpen(undefined);
    onDone();
  };
  return { offered, choose: setOpen, dialog: chosen && <ActionDialog of={chosen} onClose={close} /> };
}

export function Actions(props: Offers & { readonly quiet?: boolean }): JSX.Element {
  const { offered, choose, dialog } = useOffers(props);
  return (
    <>
      {offered.map((each) => (
        <button
          key={each.title}
          type="button"
          class={props.quiet ? 'quiet' : each.danger ? 'danger' : ''}
          onClick={() => choose(each)}
        >
          {each.title}
        </button>
      ))}
      {dialog}
    </>
  );
}

/** Several, of what is done seldom: each with what it does beside its button. */
export function ActionRows(props: Offers): JSX.Element {
  const { offered, choose, dialog } = useOffers(props);
  return (
    <>
      <ul class="checks offers">
        {offered.map((each) => (
          <li key={each.title}>
            <p class="note">{each.note}</p>
            <span>
              <button type="button" class={each.danger ? 'danger' : ''} onClick={() => choose(each)}>
                {each.title}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {dialog}
    </>
  );
}

/** Above so many fields two stand beside each other. */
const MANY = 6;

function ActionDialog({ of: live, onClose }: { of: Offered; onClose: () => void }): JSX.Element {
  const sending = useSending<unknown>();
  const of = useFrozen(live, sending.isSent);
  const { title, note, fields = [], preview } = of;
  const [values, setValues] = useState<Values>({});
  const [isPreviewing, setPreviewing] = useState(fields.length === 0);
  const body = bodyOf(fields, values) as never;
  const write = useWrite(
    isPreviewing ? whatOf(of, body) : undefined,
    (client, idempotencyKey) => send(client, of, body, idempotencyKey),
    undefined,
    sending,
  );
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
          class={asked(fields, values).length > MANY ? 'form pairs' : 'form'}
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
            <dt>{labelOf(field)}</dt>
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
  if (kind === 'balance') return money(millionths(asSent(field, value)), currency);
  if (kind === 'price') return money(asSent(field, value), currency, 8);
  if (kind === 'rate') return percent(Number(value) / 100, 4);
  if (kind === 'points' || kind === 'amount') return points(value);
  if (kind === 'json') return <code>{value}</code>;
  return options?.find(([each]) => each === value)?.[1] ?? value;
}
