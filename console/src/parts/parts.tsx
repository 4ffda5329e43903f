/** What screens are made of. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Copy } from './form.js';
import { day, money, organizationName, points, relative, shortId, time, timeToTheSecond } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';

export type Tone = 'good' | 'warn' | 'bad' | 'calm' | 'note';

export function Page(props: {
  readonly title: string;
  readonly lead?: string;
  /** The whole id of what is shown, to be copied. */
  readonly id?: string;
  readonly back?: { readonly href: string; readonly text: string };
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element {
  useEffect(() => {
    document.title = `${props.title} · Commonpoint`;
  }, [props.title]);
  return (
    <>
      <header class="page-head">
        <div>
          {props.back && (
            <a class="back" href={props.back.href}>
              <span aria-hidden="true">←</span> {props.back.text}
            </a>
          )}
          <h1 tabIndex={-1}>{props.title}</h1>
          {props.lead && <p class="lead">{props.lead}</p>}
          {props.id && (
            <p class="whole-id">
              <code>{props.id}</code> <Copy text={props.id} />
            </p>
          )}
        </div>
        {props.actions && <div class="actions">{props.actions}</div>}
      </header>
      {props.children}
    </>
  );
}

export function Card(props: {
  readonly title?: string | undefined;
  readonly note?: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly flush?: boolean;
  readonly class?: string;
  /** None where the head says it all. */
  readonly children?: ComponentChildren;
}): JSX.Element {
  const id = useId();
  return (
    <section class={`card ${props.class ?? ''}`} aria-labelledby={props.title && id}>
      {(props.title || props.aside) && (
        <header class="card-head">
          <div>
            {props.title && <h2 id={id}>{props.title}</h2>}
            {props.note && <p class="note">{props.note}</p>}
          </div>
          {props.aside}
        </header>
      )}
      {props.children && <div class={props.flush ? 'card-flush' : 'card-body'}>{props.children}</div>}
    </section>
  );
}

export const Badge = ({ tone = 'calm', children }: { tone?: Tone; children: ComponentChildren }): JSX.Element => (
  <span class={`badge ${tone}`}>{children}</span>
);

const toneOfStatus: Readonly<Record<string, Tone>> = {
  active: 'good',
  accepted: 'good',
  committed: 'good',
  completed: 'good',
  complete: 'good',
  confirmed: 'good',
  passed: 'good',
  executed: 'good',
  current: 'good',
  delivered: 'good',
  watching: 'good',
  open: 'note',
  due: 'warn',
  instructed: 'note',
  running: 'note',
  spooling: 'note',
  proposed: 'note',
  suspended: 'bad',
  frozen: 'warn',
  disputed: 'bad',
  failed: 'bad',
  refused: 'bad',
  rejected: 'bad',
  altered: 'bad',
  unknown: 'warn',
  superseded: 'warn',
  disabled: 'bad',
  stopped: 'bad',
  leaving: 'warn',
  noticed: 'warn',
  liquidated: 'bad',
};

/** A state in words and in its colour; never by the colour alone. */
export const Status = ({ of, group = 'status' }: { of: string; group?: string }): JSX.Element => (
  <Badge tone={toneOfStatus[of] ?? 'calm'}>{tOf(group, of)}</Badge>
);

export const Points = ({ of }: { of: string | number }): JSX.Element => <span class="figure">{points(of)}</span>;

/** What came or went, with its sign; a debt that grows is no gain. */
export function Change({ of, currency, calm }: { of: string; currency?: string; calm?: boolean }): JSX.Element {
  const isMore = of !== '0' && !of.startsWith('-');
  const text = currency === undefined ? points(of) : money(of, currency);
  return <span class={isMore && !calm ? 'plus' : ''}>{isMore ? `+${text}` : text}</span>;
}

export const Time = ({ at, exact }: { at: string; exact?: boolean }): JSX.Element => (
  <time dateTime={at} title={timeToTheSecond(at)}>
    {exact ? timeToTheSecond(at) : time(at)}
  </time>
);
export const Ago = ({ at }: { at: string }): JSX.Element => (
  <time dateTime={at} title={timeToTheSecond(at)}>
    {relative(at)}
  </time>
);
export const Day = ({ of }: { of: string }): JSX.Element => <time dateTime={of}>{day(of)}</time>;

export const Organization = ({ of }: { of: string }): JSX.Element => <span title={of}>{organizationName(of)}</span>;

export const Id = ({ of, href }: { of: string; href?: string | undefined }): JSX.Element =>
  href === undefined ? (
    <code title={of}>{shortId(of)}</code>
  ) : (
    <a class="id" href={href} title={of}>
      <code>{shortId(of)}</code>
    </a>
  );

/** Where a figure is from. */
export const AsOf = ({ block }: { block: number | undefined }): JSX.Element =>
  block === undefined ? <></> : <span class="as-of">{t('part.asOfBlock', { block })}</span>;

export function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }): JSX.Element {
  return (
    <dl class="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How much of something is used. The width is set on the element itself, which the page's policy lets scripts do. */
export function Meter(props: { readonly part: number; readonly label: string; readonly tone?: Tone }): JSX.Element {
  const part = Math.min(1, Math.max(0, props.part));
  return (
    <div
      class={`meter ${props.tone ?? (part >= 0.95 ? 'bad' : part >= 0.8 ? 'warn' : 'note')}`}
      role="meter"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(part * 100)}
    >
      <span style={{ width: `${part * 100}%` }} />
    </div>
  );
}

/** Of several views of one thing. */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly { readonly href: string; readonly text: string; readonly isCurrent: boolean }[];
}): JSX.Element {
  const nav = useRef<HTMLElement>(null);
  const at = props.tabs.findIndex(({ isCurrent }) => isCurrent);
  // On a phone the current one may be beyond its edge.
  useLayoutEffect(() => {
    const tab = nav.current?.children[at];
    if (nav.current && tab instanceof HTMLElement)
      nav.current.scrollLeft = tab.offsetLeft - nav.current.offsetLeft - 48;
  }, [at]);
  return (
    <nav class="tabs" aria-label={props.label} ref={nav}>
      {props.tabs.map(({ href, text, isCurrent }) => (
        <a key={href} href={href} aria-current={isCurrent ? 'page' : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}

export * from './form.js';
export * from './reading.js';
export * from './table.js';
