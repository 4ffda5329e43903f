/**
 * What it takes to forget a member: of every reference that leads or led to the account, also by an account that was merged into
 * it, what the reference's pseudonym was made with. Only who names the references can have it destroyed; they stand nowhere.
 */
import type { Account, Role } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import type { Erasing } from '../../pseudonyms.js';
import { lotsInSteps } from './lots-in-steps.js';
import { forgetNotesOf } from './notes-of-members.js';
import { accountQueries } from './reads.js';

export interface ErasurePlan {
  readonly account: Account;
  /** Of references, and of reasons about the account. */
  readonly places: readonly string[];
  /** How many references were named, and how many that were taken off were not. */
  readonly references: number;
  readonly unnamed: number;
}

/** @throws Failure ACCOUNT_UNKNOWN, NOT_CUSTODIAN, REFERENCE_ELSEWHERE, REFERENCES_UNNAMED */
export function planErasure(
  { mspId, projection, secrets }: Pick<Gateway, 'mspId' | 'projection' | 'secrets'>,
  accountId: string,
  {
    memberRefs,
    leaveTakenOff = false,
  }: { readonly memberRefs: readonly string[]; readonly leaveTakenOff?: boolean | undefined },
): ErasurePlan {
  const accounts = projection.of(accountQueries);
  const account = accounts.requireAccount(accountId);
  if (account.custodian !== mspId)
    throw new Failure('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
  const family = accounts.mergedTogether(accountId);
  const led = accounts.referencesOf(family);
  const named = new Map(memberRefs.map((memberRef) => [secrets.accountIdOf(memberRef), secrets.placeOf(memberRef)]));
  const own = [...named].filter(([referenceId]) => led.has(referenceId));
  const reasons = family.map((id) => secrets.placeOfReasons(id));
  const unnamed = [...led].filter(([referenceId]) => !named.has(referenceId));
  const plan = {
    account,
    places: [...own.map(([, place]) => place), ...(account.erasure === undefined ? reasons : [])],
    references: Math.max(own.length, 1),
    unnamed: unnamed.length,
  };
  // What was erased already is led to by no reference that was named then.
  if (account.erasure !== undefined) return plan;
  const foreign = memberRefs.flatMap((memberRef, index) =>
    led.has(secrets.accountIdOf(memberRef)) ? [] : [{ pointer: `/memberRefs/${index}`, detail: 'never led to it' }],
  );
  if (foreign.length > 0)
    throw new Failure('REFERENCE_ELSEWHERE', `Not all of these lead to ${accountId}.`, { errors: foreign });
  const leading = unnamed.filter(([, { removed }]) => !removed).length;
  if (leading > 0 || (unnamed.length > 0 && !leaveTakenOff))
    throw new Failure(
      'REFERENCES_UNNAMED',
      `${leading} more lead to ${accountId}, and ${unnamed.length - leading} that were taken off led to it.`,
    );
  return plan;
}

/** Retires what the account still holds, forgets what was said of its operations, and destroys what leads to it, once the ledger has it erased. @throws Failure */
export async function completeErasure(gateway: Gateway, { accountId }: Pick<Erasing, 'accountId'>, role: Role) {
  await lotsInSteps(gateway, accountId, role, ({ programId, inputs, digest }) => ({
    kind: 'expire',
    id: `er-${digest}`,
    programId,
    accountId,
    inputs,
  }));
  const accountIds = gateway.projection.of(accountQueries).mergedTogether(accountId);
  await forgetNotesOf(gateway, accountIds);
  await gateway.imports.forgetAccounts(accountIds);
  gateway.migrations.snapshots.forget(accountIds);
  gateway.pseudonyms.finish(accountId);
}
