/** Signed in or not; then the frame around every screen. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { may } from '../data/allowed.js';
import { Live } from '../data/live.js';
import { forgetReadings, LiveContext } from '../data/read.js';
import { endSession, forgetKey, resumeSession, type Session, SessionContext } from '../data/session.js';
import { unsettled } from '../data/write.js';
import { Failure, Waiting } from '../parts/parts.js';
import { Frame } from './frame.js';
import { followLinks } from './router.js';
import { SignIn } from './sign-in.js';
import { takeRefusal } from './refused-sign-in.js';

export function App(): JSX.Element {
  const [session, setSession] = useState<Session | null>();
  const [failure, setFailure] = useState<Error>();
  const [live, setLive] = useState<Live>();
  const [refused] = useState(takeRefusal);
  const [hasEnded, setEnded] = useState(false);
  const isLeaving = useRef(false);

  const begin = (): void => {
    setFailure(undefined);
    resumeSession().then((found) => {
      setEnded(found === 'ended');
      setSession(found === 'ended' || found === undefined ? null : found);
    }, setFailure);
  };
  useEffect(begin, []);
  useEffect(() => {
    document.addEventListener('click', followLinks);
    return () => document.removeEventListener('click', followLinks);
  }, []);
  useEffect(() => {
    forgetReadings();
    if (!session) return undefined;
    const heard = new Live(session.client, may(session.who, 'get /v1/events'));
    setLive(heard);
    let isOver = false;
    void session.ended.then(() => {
      if (isOver || isLeaving.current) return;
      forgetKey();
      setEnded(true);
      setSession(null);
    });
    return () => {
      isOver = true;
      heard.stop();
    };
  }, [session]);

  if (failure)
    return (
      <main class="alone">
        <Failure of={failure} again={begin} />
      </main>
    );
  if (session === undefined)
    return (
      <main class="alone">
        <Waiting />
      </main>
    );
  if (session === null) return <SignIn onSession={setSession} refused={refused} hasEnded={hasEnded} />;
  const leave = (): void => {
    unsettled.forget();
    isLeaving.current = true;
    void endSession(session).finally(() => {
      isLeaving.current = false;
      setEnded(false);
      setSession(null);
    });
  };
  return (
    <SessionContext.Provider value={session}>
      <LiveContext.Provider value={live}>
        <Frame onLeave={leave} refused={refused} />
      </LiveContext.Provider>
    </SessionContext.Provider>
  );
}
