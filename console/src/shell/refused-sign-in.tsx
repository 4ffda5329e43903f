/** A sign-in that the gateway refused: it sends the browser here with the reason, which is said once. */
import type { JSX } from 'preact';
import { t } from '../texts/text.js';

const reasons = ['ROLE_NOT_ALLOWED', 'SIGN_IN_FAILED', 'IDENTITY_PROVIDER_UNAVAILABLE'] as const;
export type RefusedSignIn = (typeof reasons)[number];

/** Out of the address, so that neither a reload nor a bookmark says it again. */
export function takeRefusal(): RefusedSignIn | undefined {
  const { searchParams, pathname } = new URL(location.href);
  const given = searchParams.get('refused');
  if (given === null) return undefined;
  searchParams.delete('refused');
  const rest = searchParams.toString();
  history.replaceState(undefined, '', rest === '' ? pathname : `${pathname}?${rest}`);
  return reasons.find((each) => each === given) ?? 'SIGN_IN_FAILED';
}

export const Refused = ({ of }: { of: RefusedSignIn }): JSX.Element => (
  <p class="stale" role="alert">
    {t(`signIn.refused.${of}`)}
  </p>
);
