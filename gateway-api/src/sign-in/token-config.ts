/** What a gateway's configuration says of tokens and of people that sign in. Neither is taken where it says nothing. */
import { roles } from '@commonpoint/catalogue';
import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** Over TLS, but on the own machine. */
const address = z.string().refine(isSafe, 'must be an address that begins with https://');
const absolutePath = z.string().refine(isAbsolute, 'must be an absolute path');

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}

/** Keys of both sides have to differ: what verifies must not be able to sign. */
export const tokenAlgorithms = ['EdDSA', 'ES256', 'ES384', 'PS256', 'PS384', 'RS256'] as const;

/** What of a claim makes which role; what is not listed makes none. */
const rolesByValue = z.record(z.string().min(1).max(256), z.enum(roles));

/** Bearer tokens of machines: JSON Web Tokens of one issuer. */
export const tokenConfig = z
  .strictObject({
    /** As the tokens' `iss` has it. */
    issuer: z.string().min(1),
    /** What stands in the tokens' `aud` for this gateway. */
    audience: z.string().min(1),
    /** Where the issuer's public keys are, or the file that has them: a JSON Web Key Set. */
    jwksUrl: address.optional(),
    jwksPath: absolutePath.optional(),
    algorithms: z.array(z.enum(tokenAlgorithms)).min(1).optional(),
    /** The claim that names the client. */
    clientClaim: z.string().min(1).default('sub'),
    /** The claim that says what it is, a text or several; `roles` says which role that makes. */
    roleClaim: z.string().min(1).default('roles'),
    roles: rolesByValue,
    /** No token is taken for longer after it was issued. */
    maxAgeMinutes: z.int().min(1).max(1_440).default(60),
  })
  .refine(({ jwksUrl, jwksPath }) => (jwksUrl === undefined) !== (jwksPath === undefined), {
    path: ['jwksUrl'],
    error: 'or jwksPath has to say where keys are, not both',
  });

export type TokenConfig = z.infer<typeof tokenConfig>;

/** People that sign in at the organisation's own provider, by OpenID Connect. */
export const signInConfig = z.strictObject({
  issuer: address,
  clientId: z.string().min(1),
  /** The file with the client's secret; absent of a client that has none. */
  clientSecretPath: absolutePath.optional(),
  /** Where browsers find this gateway: `/sign-in/callback` behind it is what the provider sends them back to. */
  gatewayUrl: address,
  scope: z.string().min(1).default('openid'),
  /** The claim of the ID token that says what somebody is; `roles` says which role that makes. */
  roleClaim: z.string().min(1).default('roles'),
  roles: rolesByValue,
  /** For how long somebody is signed in. */
  sessionHours: z.int().min(1).max(168).default(8),
  /** Whoever speaks for the organisation, as by a vote, has to have shown who it is within so many minutes. */
  stepUpMinutes: z.int().min(1).max(60).default(5),
});

export type SignInConfig = z.infer<typeof signInConfig>;
