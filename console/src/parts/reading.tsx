/** What is being read, was read, or could not be. */
import { ProblemError, UnreachableError } from '@commonpoint/client';
import type { ComponentChildren, JSX } from 'preact';
import type { Reading } from '../data/read.js';
import { relative } from '../texts/format.js';
import { refusalText, t } from '../texts/text.js';

/** A failure in the reader's words and those of whoever refused, with its code. */
export function Failure(props: {
  readonly of: Error;
  readonly again?: (() => void) | undefined;
  /** What the field is called that it belongs to. */
  readonly at?: string | undefined;
}): JSX.Element {
  const { of, again, at } = props;
  return (
    <div class="failure" role="alert">
      {of instanceof ProblemError ? (
        <Refusal {...of.problem} />
      ) : (
        <>
          <p>
            <strong>{t(of instanceof UnreachableError ? 'part.unreachable' : 'part.failed')}</strong>
          </p>
          <p lang="en">{of.message}</p>
        </>
      )}
      {at && <p class="note">{t('part.where', { pointer: at })}</p>}
      {of instanceof ProblemError && of.code === 'STEP_UP_REQUIRED' && (
        <a class="button" target="_self" href={`/sign-in?anew&returnTo=${encodeURIComponent(location.pathname)}`}>
          {t('part.stepUp')}
        </a>
      )}
      {again && (
        <button type="button" onClick={again}>
          {t('part.again')}
        </button>
      )}
    </div>
  );
}

/** What was refused and why: the figures and names of the case are in the gateway's own sentence. */
export function Refusal(of: { readonly code: string; readonly title?: string; readonly detail: string }): JSX.Element {
  const text = refusalText(of.code);
  return (
    <>
      <p>
        <strong>{text ?? of.title ?? t('part.refused')}</strong> <code>{of.code}</code>
      </p>
      <p class={text === undefined ? '' : 'note'} lang="en">
        {of.detail}
      </p>
    </>
  );
}

/** Of a field, in one sentence. */
export const refusalSaid = (failure: Error | undefined, detail: string): string =>
  (failure instanceof ProblemError ? refusalText(failure.code) : undefined) ?? detail;

/** What was read, or that it is being read, or why it could not be; with what was read before, how old that is. */
export function Loaded<T>(props: {
  readonly of: Reading<T>;
  readonly lines?: number;
  readonly children: (value: T) => ComponentChildren;
}): JSX.Element {
  const { value, error, at, reload } = props.of;
  if (value !== undefined) {
    return (
      <>
        {error && (
          <p class="stale" role="status">
            {t('part.stale', { since: relative(at ?? Date.now()) })} <button onClick={reload}>{t('part.again')}</button>
          </p>
        )}
        {props.children(value)}
      </>
    );
  }
  if (error) return <Failure of={error} again={reload} />;
  return <Waiting lines={props.lines ?? 3} />;
}

export const Waiting = ({ lines = 3 }: { lines?: number }): JSX.Element => (
  <div class="waiting" role="status" aria-label={t('part.loading')}>
    {Array.from({ length: lines }, (_, index) => (
      <span key={index} class="bone" />
    ))}
  </div>
);
