/** The model of what stands on the ledger when a run begins. */
import { Model } from './model.js';
import { mspIds, slugs } from './planned-accounts.js';
import { accountIds, programs, RATE_QUOTA, START } from './simulated-consortium.js';

export function modelAtStart(): Model {
  const model = new Model();
  model.now = START;
  for (const slug of slugs) {
    const { cap, expiryMonths, clearingValue, rules } = programs[slug];
    model.programs.set(slug, {
      issuer: mspIds[slug],
      cap: BigInt(cap),
      months: expiryMonths,
      transferable: rules.transferable,
      clawback: 'shortfall' in rules,
      graceDays: 'returnGraceDays' in rules ? rules.returnGraceDays : 14,
      reinstatementDays: 'reinstatementDays' in rules ? rules.reinstatementDays : 0,
      status: 'active',
      values: [{ setIn: '', value: BigInt(clearingValue) }],
    });
    for (const accountId of accountIds[slug])
      model.accounts.set(accountId, { custodian: mspIds[slug], status: 'active' });
    for (const other of slugs)
      if (other !== slug) model.acceptances.set(`${mspIds[other]} ${slug}`, { valueMin: 1n, since: '2026-11' });
  }
  model.carved.set('citypark', BigInt(RATE_QUOTA));
  model.rate = { quota: BigInt(RATE_QUOTA), used: 0n };
  return model;
}
