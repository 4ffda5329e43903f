/**
 * Other rules of a programme. What bears on later issuances alone is its issuer's to change; under the others its points were taken,
 * so that these change only in favour of whoever holds them.
 */
import { type Program, RETURN_GRACE_DAYS } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

type Rules = Program['rules'];

/** Of a rule that points were taken under, how good it is for their holders. */
const forHolders: Readonly<Record<string, (rules: Rules) => number>> = {
  transferable: ({ transferable }) => (transferable ? 1 : 0),
  reinstatementDays: ({ reinstatementDays = 0 }) => reinstatementDays,
  returnGraceDays: ({ returnGraceDays = RETURN_GRACE_DAYS }) => returnGraceDays,
  shortfall: ({ shortfall }) => (shortfall === 'clawback' ? 0 : 1),
};

/** Errors: RULES_FIXED, pointing at each rule that would be worse. */
export function decideChangeRules(program: Program, rules: Rules): Program | Refusal {
  const worse = Object.keys(forHolders).filter((name) => forHolders[name]!(rules) < forHolders[name]!(program.rules));
  if (worse.length === 0) return { ...program, rules };
  return refuse(
    'RULES_FIXED',
    `${worse.join(', ')} of ${program.programId} would be worse for whoever holds its points`,
    {
      errors: worse.map((name) => ({ pointer: `/rules/${name}`, detail: 'would be worse for whoever holds points' })),
    },
  );
}
