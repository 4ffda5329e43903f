/** Signing in: with an API key, which stays in this tab, or at the organisation's provider where there is one. */
import { ProblemError } from '@commonpoint/client';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { clientWith, openSession, type Session } from '../data/session.js';
import { Failure, Field } from '../parts/parts.js';
import { organizationName } from '../texts/format.js';
import { t } from '../texts/text.js';
import { Preferences } from './preferences-menu.js';
import { Refused, type RefusedSignIn } from './refused-sign-in.js';

interface Gateway {
  readonly mspId: string;
  readonly people: boolean;
}

export function SignIn(props: {
  readonly onSession: (session: Session) => void;
  readonly refused?: RefusedSignIn | undefined;
  /** Who worked here is nobody any more. */
  readonly hasEnded: boolean;
}): JSX.Element {
  const { onSession, refused, hasEnded } = props;
  const [gateway, setGateway] = useState<Gateway>();
  const [key, setKey] = useState('');
  const [failure, setFailure] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${t('signIn.title')} · Commonpoint`;
    clientWith(undefined).get('/v1/sign-in').then(setGateway, setFailure);
  }, []);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    openSession(key.trim())
      .then(onSession, setFailure)
      .finally(() => setBusy(false));
  };
  const isRefused = failure instanceof ProblemError && failure.status === 401;
  const returnTo = encodeURIComponent(location.pathname + location.search);
  return (
    <main class="sign-in">
      <div class="card sign-in-card">
        <Mark />
        <h1>{gateway ? t('signIn.at', { organization: organizationName(gateway.mspId) }) : t('signIn.title')}</h1>
        <p class="lead">{t('signIn.lead')}</p>
        {refused && <Refused of={refused} />}
        {hasEnded && (
          <p class="stale" role="alert">
            {t('signIn.ended')}
          </p>
        )}
        {gateway?.people && (
          <>
            <a class="button primary" href={`/sign-in?returnTo=${returnTo}`} target="_self">
              {t('signIn.people')}
            </a>
            <p class="or">{t('signIn.or')}</p>
          </>
        )}
        <form onSubmit={submit}>
          <Field
            label={t('signIn.key')}
            hint={t('signIn.keyHint')}
            error={isRefused ? t('signIn.keyUnknown') : undefined}
          >
            {(attributes) => (
              <input
                {...attributes}
                type="password"
                autocomplete="off"
                spellcheck={false}
                required
                aria-invalid={isRefused}
                value={key}
                onInput={(event) => setKey(event.currentTarget.value)}
              />
            )}
          </Field>
          <button class={gateway?.people ? '' : 'primary'} disabled={isBusy}>
            {t('signIn.go')}
          </button>
        </form>
        {failure && !isRefused && <Failure of={failure} />}
      </div>
      <Preferences />
    </main>
  );
}

export const Mark = (): JSX.Element => (
  <img class="mark" src="/console/icon.svg" width="32" height="32" alt="Commonpoint" />
);
