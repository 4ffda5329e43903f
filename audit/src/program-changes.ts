/** What of a programme each transaction may change; and that rules which points were taken under get no worse for their holders. */

type Fields = Readonly<Record<string, unknown>>;

/** By transaction, fields of the row. What members decide is judged by their votes. */
export const programChanges: Readonly<Record<string, readonly string[]>> = {
  'Programs:Create': [],
  'Programs:ChangeCap': ['cap', 'capBase'],
  'Programs:SetStatus': ['status'],
  'Programs:SetClearingValue': ['clearingValues'],
  'Programs:SetLimits': ['limits'],
  'Programs:SetRules': ['rules'],
  'Programs:SetTermsOfUse': ['termsOfUse'],
  'Governance:Execute': ['cap', 'capBase', 'spendableUntil', 'status', 'issuerInDefaultSince'],
  'Governance:Leave': ['spendableUntil', 'status'],
};

/** Where a programme does not say how many days of grace it grants. */
const GRACE_DAYS = 14;

/** How good rules are for whoever holds points, one number for each that bears on these. */
const worth = (rules: Fields): readonly number[] => [
  Number(rules['transferable'] === true),
  Number(rules['reinstatementDays'] ?? 0),
  Number(rules['returnGraceDays'] ?? GRACE_DAYS),
  Number(rules['shortfall'] !== 'clawback'),
];

export function mayChangeProgram(
  call: string,
  before: Fields | undefined,
  row: Fields | undefined,
  fields: readonly string[],
): boolean {
  if (before === undefined || row === undefined) return call === 'Programs:Create';
  if (!fields.every((field) => field === 'revision' || programChanges[call]?.includes(field))) return false;
  const [was, is] = [worth((before['rules'] ?? {}) as Fields), worth((row['rules'] ?? {}) as Fields)];
  return is.every((value, index) => value >= was[index]!);
}
