/** References of members as requests have them, and the accounts that they lead to. */
import { z } from 'zod';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { normalReference, referenceFlaw, referenceFlaws } from '../../member-reference.js';
import { accountQueries } from './reads.js';

/** The organisation's own reference of a member. It is turned into the pseudonym here and goes no further. */
export const memberRef = z
  .string()
  .superRefine((text, context) => {
    const flaw = referenceFlaw(normalReference(text));
    if (flaw) context.addIssue({ code: 'custom', message: referenceFlaws[flaw] });
  })
  .meta({
    description:
      'Your own reference of the member, 1 to 200 characters; what looks the same is the same one. It never reaches the ledger, a log or the gateway’s file.',
  });

/**
 * The account that a reference leads to, whether it is open yet or not. To one that was erased none leads: where one does all the
 * same, because this gateway's secrets are from a backup or another gateway erased it, what leads there is destroyed now.
 * @throws Failure REFERENCE_REMOVED
 */
export function accountOf(gateway: Gateway, reference: string): string {
  const { secrets, projection, pseudonyms } = gateway;
  const accounts = projection.of(accountQueries);
  const referenceId = secrets.accountIdOf(reference);
  const target = accounts.leadsTo(referenceId);
  const accountId = target?.accountId ?? referenceId;
  if (target?.removed === true) throw new Failure('REFERENCE_REMOVED', 'The reference was taken off.');
  if (accounts.account(accountId)?.erasure === undefined) return accountId;
  pseudonyms.destroy(secrets.placeOf(reference));
  return accountOf(gateway, reference);
}
