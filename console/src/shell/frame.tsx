/** Navigation, who is signed in, how fresh everything is, and the screen that the address names. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { maySee } from '../data/allowed.js';
import { useSession } from '../data/session.js';
import { Empty, Failure, Page, Waiting } from '../parts/parts.js';
import { organizationName } from '../texts/format.js';
import { t, tOf } from '../texts/text.js';
import { Freshness } from './freshness.js';
import { Preferences } from './preferences-menu.js';
import { Refused, type RefusedSignIn } from './refused-sign-in.js';
import { addressOf, usePlace } from './router.js';
import type { Screen, ScreenProps } from './screen.js';
import { type ScreenEntry, screens } from './screens.js';
import { Mark } from './sign-in.js';

export function Frame(props: {
  readonly onLeave: () => void;
  /** A sign-in that failed, beside the one that holds. */
  readonly refused: RefusedSignIn | undefined;
}): JSX.Element {
  const { onLeave } = props;
  const [refused, setRefused] = useState(props.refused);
  const { who } = useSession();
  const { path, query } = usePlace();
  const slug = path[0] ?? '';
  const entry = screens.find((each) => each.slug === slug);
  const menu = useRef<HTMLDetailsElement>(null);
  const main = useRef<HTMLElement>(null);
  const address = path.join('/');
  const before = useRef(address);
  useLayoutEffect(() => {
    if (before.current === address) return;
    before.current = address;
    if (menu.current) menu.current.open = false;
    setRefused(undefined);
    scrollTo(0, 0);
    // Who works by keyboard or hears the page goes on from the new screen's beginning.
    main.current?.focus({ preventScroll: true });
  }, [address]);

  return (
    <div class="frame">
      <a class="skip" href="#main" target="_self">
        {t('shell.skip')}
      </a>
      <header class="bar">
        <a class="brand" href={addressOf([])}>
          <Mark />
          <span>
            <strong>{organizationName(who.mspId)}</strong>
            <small>{tOf('role', who.role)}</small>
          </span>
        </a>
        <Freshness />
        <details class="menu" ref={menu}>
          <summary>{t('shell.menu')}</summary>
          <Navigation current={slug} />
          <Account onLeave={onLeave} />
        </details>
        <div class="side">
          <Navigation current={slug} />
          <Account onLeave={onLeave} />
        </div>
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        {refused && <Refused of={refused} />}
        {entry === undefined ? (
          <Page title={t('shell.unknown')}>
            <Empty>{t('shell.unknownLead')}</Empty>
          </Page>
        ) : (
          <Shown key={slug} entry={entry} path={path.slice(1)} query={query} />
        )}
      </main>
    </div>
  );
}

function Navigation({ current }: { current: string }): JSX.Element {
  const { who } = useSession();
  const offered = screens.filter(({ slug }) => maySee(who, slug));
  const groups = [...new Set(offered.map(({ group }) => group))];
  return (
    <nav aria-label={t('shell.navigation')}>
      {groups.map((group) => (
        <div key={group} class="nav-group">
          <p>{t(group)}</p>
          <ul>
            {offered
              .filter((each) => each.group === group)
              .map(({ slug, title }) => (
                <li key={slug}>
                  <a href={addressOf(slug === '' ? [] : [slug])} aria-current={slug === current ? 'page' : undefined}>
                    {t(title)}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Account({ onLeave }: { onLeave: () => void }): JSX.Element {
  const { who } = useSession();
  return (
    <div class="account">
      <p>
        <span>{who.client}</span>
        <small>
          {who.mspId} · {tOf('role', who.role)}
        </small>
      </p>
      <button type="button" onClick={onLeave}>
        {t('shell.leave')}
      </button>
      <Preferences />
    </div>
  );
}

function Shown({ entry, ...props }: { entry: ScreenEntry } & ScreenProps): JSX.Element {
  const [Loaded, setLoaded] = useState<{ readonly Screen: Screen }>();
  const [failure, setFailure] = useState<Error>();
  const load = (): void => {
    setFailure(undefined);
    entry.load().then((Screen) => setLoaded({ Screen }), setFailure);
  };
  useEffect(load, [entry]);
  if (failure) return <Failure of={failure} again={load} />;
  if (Loaded === undefined) return <Waiting lines={6} />;
  return <Loaded.Screen {...props} />;
}
