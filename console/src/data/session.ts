/** Who works here: by an API key, which stays in this tab, or by having signed in at the organisation's provider. */
import { Client, type ClientOptions, ProblemError } from '@commonpoint/client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import { tellingEnd } from './ended.js';
import type { Who } from './who.js';

export interface Session {
  readonly client: Client;
  readonly who: Who;
  /** Absent of who signed in at the provider. */
  readonly apiKey?: string | undefined;
  /** When the gateway knows nobody by it any more. */
  readonly ended: Promise<void>;
}

/** Of this tab alone, gone with it; never in `localStorage`, where any later script would find it. */
const KEPT_AS = 'api-key';

/** A page of the gateway's own says so: what a browser adds a session to has to come from one. */
const ownPage = (...[address, request]: Parameters<NonNullable<ClientOptions['fetch']>>): Promise<Response> =>
  fetch(address, { ...request, headers: { ...request.headers, 'commonpoint-session': '1' } });

export function clientWith(apiKey: string | undefined, onEnd?: () => void): Client {
  const fetch = onEnd === undefined ? ownPage : tellingEnd(ownPage, onEnd);
  return new Client({ url: location.origin, apiKey, fetch, timeoutMs: 20_000 });
}

/** @throws GatewayError when the key opens nothing, or nobody signed in */
export async function openSession(apiKey: string | undefined): Promise<Session> {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const client = clientWith(apiKey, () => end());
  const who = await client.get('/v1/session', { timeoutMs: 8_000 });
  if (apiKey !== undefined) sessionStorage.setItem(KEPT_AS, apiKey);
  return { client, who, apiKey, ended };
}

/**
 * Who works in this tab already; `ended` of a key that opens nothing any more, which is forgotten. A key that is not kept, at a
 * gateway where people do not sign in, is nobody, without asking.
 *
 * @throws GatewayError
 */
export async function resumeSession(): Promise<Session | 'ended' | undefined> {
  const apiKey = keptKey();
  if (apiKey === undefined && !(await clientWith(undefined).get('/v1/sign-in', { timeoutMs: 8_000 })).people)
    return undefined;
  return openSession(apiKey).catch((error: unknown) => {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
    forgetKey();
    return apiKey === undefined ? undefined : 'ended';
  });
}

export const forgetKey = (): void => sessionStorage.removeItem(KEPT_AS);

export const keptKey = (): string | undefined => sessionStorage.getItem(KEPT_AS) ?? undefined;

/** Forgets the key; a session at the provider's is ended at the gateway as well. */
export async function endSession({ apiKey }: Session): Promise<void> {
  forgetKey();
  if (apiKey === undefined) await ownPage('/sign-out', { method: 'POST', headers: {} });
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** Below the sign-in there always is one. */
export function useSession(): Session {
  return useContext(SessionContext)!;
}
