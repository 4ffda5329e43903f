/** Signing in at the organisation's own provider: OpenID Connect, by a code and with PKCE. */
import { readFileSync } from 'node:fs';
import type { Configuration } from 'openid-client';
import { BegunSignIns } from './begun-sign-ins.js';
import { roleOfClaims } from './role-of-claims.js';
import type { Sessions } from './sessions.js';
import type { SignInConfig } from './token-config.js';
import { clientOf, TokenRefused } from './tokens.js';

const PROVIDER_TIMEOUT_S = 5;
/** So much may clocks differ. */
const CLOCKS_DIFFER_S = 5;

export interface SignIn {
  readonly config: SignInConfig;
  readonly sessions: Sessions;
  /**
   * @returns where the browser goes, and what it keeps meanwhile
   * @throws TokenRefused when the provider cannot be asked
   */
  begin(returnTo: string, anew: boolean): Promise<{ readonly url: string; readonly begun: string }>;
  /**
   * @param sealed what the browser kept meanwhile
   * @param query what the provider sent the browser back with
   * @throws TokenRefused
   */
  complete(sealed: string, query: string): Promise<{ readonly sessionId: string; readonly returnTo: string }>;
}

export function openSignIn(config: SignInConfig, sessions: Sessions): SignIn {
  const secret =
    config.clientSecretPath === undefined ? undefined : readFileSync(config.clientSecretPath, 'utf8').trim();
  const begunSignIns = new BegunSignIns();
  let discovered: Promise<Configuration> | undefined;
  const callback = new URL('/sign-in/callback', config.gatewayUrl).href;

  // Loaded, and the provider asked, by who signs in first; a provider that was not there is asked again.
  const provider = async () => {
    const oidc = await import('openid-client');
    discovered ??= oidc.discovery(
      new URL(config.issuer),
      config.clientId,
      { ...(secret !== undefined && { client_secret: secret }), [oidc.clockTolerance]: CLOCKS_DIFFER_S },
      secret === undefined ? oidc.None() : undefined,
      {
        timeout: PROVIDER_TIMEOUT_S,
        // Of the own machine alone, as the configuration is checked for.
        // eslint-disable-next-line @typescript-eslint/no-deprecated
        ...(config.issuer.startsWith('http:') && { execute: [oidc.allowInsecureRequests] }),
      },
    );
    try {
      return { oidc, provider: await discovered };
    } catch (error) {
      discovered = undefined;
      throw new TokenRefused('unverifiable', error);
    }
  };

  return {
    config,
    sessions,
    async begin(returnTo, anew) {
      const { oidc, provider: at } = await provider();
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const url = oidc.buildAuthorizationUrl(at, {
        redirect_uri: callback,
        scope: config.scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        max_age: String(anew ? 0 : config.sessionHours * 3_600),
        ...(anew && { prompt: 'login' }),
      });
      return { url: url.href, begun: begunSignIns.seal({ state, nonce, verifier, returnTo, anew }) };
    },
    async complete(sealed, query) {
      const begun = begunSignIns.open(sealed);
      if (begun === undefined) throw new TokenRefused('invalid');
      const { oidc, provider: at } = await provider();
      const tokens = await oidc
        .authorizationCodeGrant(at, new URL(`${callback}?${query}`), {
          pkceCodeVerifier: begun.verifier,
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
          maxAge: begun.anew ? CLOCKS_DIFFER_S + config.stepUpMinutes * 60 : config.sessionHours * 3_600,
        })
        .catch((error: unknown) => {
          throw new TokenRefused('invalid', error);
        });
      const claims = tokens.claims()!;
      const role = roleOfClaims(claims, config.roleClaim, config.roles);
      if (role === undefined) throw new TokenRefused('no-role');
      const authenticatedAt = (claims.auth_time ?? 0) * 1000;
      const session = { client: clientOf('person', claims.sub), role, authenticatedAt };
      const sessionId = sessions.complete({ id: begun.state, endsAt: begun.endsAt }, session, config.sessionHours);
      if (sessionId === undefined) throw new TokenRefused('invalid');
      return { sessionId, returnTo: begun.returnTo };
    },
  };
}
