/** A regulator among the members, with the powers that the constitution lists. */
import { charterOtherwise, type RegulatorPower } from '@commonpoint/catalogue';
import type { LedgerStub, StubCaller } from '../support/ledger-stub.js';
import { defineRegulator } from '../support/private-rows.js';

defineRegulator('RegulatorMSP');
export const regulator: StubCaller = { mspId: 'RegulatorMSP', role: 'regulator' };

export function admitRegulator(
  ledger: LedgerStub,
  regulatorPowers: readonly RegulatorPower[] = charterOtherwise.regulatorPowers,
): LedgerStub {
  const since = ledger.now;
  const member = { mspId: 'RegulatorMSP', name: 'Regulator', kind: 'regulator', status: 'active', registeredAt: since };
  ledger.plant('org', ['RegulatorMSP'], member);
  const [before] = ledger.table('constitution');
  const constitution = { version: 1, ...charterOtherwise, ...before?.value, regulatorPowers, since };
  ledger.plant('constitution', [], constitution);
  return ledger;
}
