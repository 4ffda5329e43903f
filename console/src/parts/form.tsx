/** Fields, dialogs, and what is copied elsewhere. */
import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../texts/text.js';

export function Copy({ text, label }: { text: string; label?: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1_500);
    });
  };
  return (
    <button type="button" class="quiet" onClick={copy} aria-live="polite">
      {copied ? t('part.copied') : (label ?? t('part.copy'))}
    </button>
  );
}

/** A command for a terminal, as where a key is needed that no browser has. */
export const Command = ({ text }: { text: string }): JSX.Element => (
  <div class="command">
    <pre tabIndex={0}>{text}</pre>
    <Copy text={text} />
  </div>
);

export function Field(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (attributes: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid'?: true;
  }) => JSX.Element;
}): JSX.Element {
  const id = useId();
  const about = props.error ?? props.hint;
  return (
    <div class="field">
      <label htmlFor={id}>{props.label}</label>
      {props.children({
        id,
        ...(about !== undefined && { 'aria-describedby': `${id}-about` }),
        ...(props.error !== undefined && { 'aria-invalid': true }),
      })}
      {about !== undefined && (
        <p id={`${id}-about`} class={props.error ? 'wrong' : 'note'}>
          {about}
        </p>
      )}
    </div>
  );
}

/** The browser's own dialog: it keeps the keyboard inside, and Escape closes it. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the next key or click, however slow the machine is: it is the dialog's.
  useLayoutEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} aria-labelledby={id} onClose={props.onClose}>
      <header class="card-head">
        <h2 id={id}>{props.title}</h2>
        <button type="button" class="quiet" aria-label={t('part.close')} onClick={() => element.current?.close()}>
          ✕
        </button>
      </header>
      <div class="card-body">{props.children}</div>
    </dialog>
  );
}
