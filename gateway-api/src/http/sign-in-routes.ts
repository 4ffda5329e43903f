/** Where browsers sign in and out. These are pages for people to be sent to, not resources of the API. */
import { Router, type Request, type Response } from 'express';
import { BEGUN_SECONDS } from '../sign-in/begun-sign-ins.js';
import type { SignIn } from '../sign-in/sign-in.js';
import { TokenRefused } from '../sign-in/tokens.js';
import { Problem } from './problem.js';
import { cookieOf, cookieNames, requireSameOrigin, sealedCookieOf, setCookie } from './session-cookies.js';

export function createSignInRoutes(signIn: SignIn): Router {
  const { config, sessions } = signIn;
  const names = cookieNames(config.gatewayUrl);
  const router = Router({ caseSensitive: true, strict: true });

  const begin = async (request: Request, response: Response): Promise<void> => {
    const { searchParams } = new URL(request.url, config.gatewayUrl);
    const returnTo = searchParams.get('returnTo') ?? '/';
    const { url, begun } = await signIn
      .begin(isOwnPath(returnTo) ? returnTo : '/', searchParams.has('anew'))
      .catch(refuse);
    setCookie(response, names.begun, begun, BEGUN_SECONDS);
    redirect(response, url);
  };

  const complete = async (request: Request, response: Response): Promise<void> => {
    const sealed = sealedCookieOf(request, names.begun);
    if (sealed === undefined) throw new Problem('SIGN_IN_FAILED');
    setCookie(response, names.begun, '', 0);
    const query = request.url.slice(request.url.indexOf('?') + 1);
    const { sessionId, returnTo } = await signIn.complete(sealed, query).catch(refuse);
    const before = cookieOf(request, names.session);
    if (before !== undefined) sessions.end(before);
    setCookie(response, names.session, sessionId, config.sessionHours * 3_600);
    redirect(response, returnTo);
  };

  router.get('/sign-in', orSentence(begin));
  router.get('/sign-in/callback', orSentence(complete));

  router.post('/sign-out', (request, response) => {
    requireSameOrigin(request.headers);
    const sessionId = cookieOf(request, names.session);
    if (sessionId !== undefined) sessions.end(sessionId);
    setCookie(response, names.session, '', 0);
    response.statusCode = 204;
    response.end();
  });
  return router;
}

type Serve = (request: Request, response: Response) => Promise<void>;

/** A person's browser is sent to the console, which says in a sentence what was refused; whoever asks for no page is told as by the API. */
function orSentence(serve: Serve): Serve {
  return async (request, response) => {
    try {
      await serve(request, response);
    } catch (error) {
      if (!(error instanceof Problem) || request.accepts('json', 'html') !== 'html') throw error;
      redirect(response, `/console/?refused=${error.code}`);
    }
  };
}

/** What begins with two slashes, or with a backslash, leads elsewhere. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/.test(path);

function redirect(response: Response, url: string): void {
  response.statusCode = 303;
  response.setHeader('location', url);
  response.end();
}

function refuse(error: unknown): never {
  if (!(error instanceof TokenRefused)) throw error;
  switch (error.why) {
    case 'no-role':
      throw new Problem('ROLE_NOT_ALLOWED', 'the provider says nothing of you that makes you somebody here');
    case 'unverifiable':
      throw new Problem('IDENTITY_PROVIDER_UNAVAILABLE', undefined, { headers: { 'retry-after': '5' } });
    default:
      throw new Problem('SIGN_IN_FAILED');
  }
}
