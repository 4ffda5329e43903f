/** What is said of a file as a whole. */
export const oddityCodes = {
  LAST_ROW_IS_SUM: 'The last row is worth what all others are together: a total that counts as a purchase?',
  IDS_ROUNDED:
    'All long customer_id end with a zero: a spreadsheet keeps 15 digits of a number, and others share an account.',
  DAYS_UNKNOWN: 'Rows are dated as programs date what they have no day of: 1900-01-01 or 1970-01-01.',
  ROWS_SEEN_BEFORE: 'An earlier import has the same rows, and without purchase_id they are purchases of their own.',
  FILE_SEEN_BEFORE: 'An earlier import was of this very file: its rows are not posted again.',
} as const;

export interface Warning {
  readonly code: keyof typeof oddityCodes;
  readonly detail: string;
  /** Where, if it is one row. */
  readonly line?: number | undefined;
  /** How many, about. */
  readonly rows?: number | undefined;
  /** The earlier one. */
  readonly importId?: string | undefined;
}

export const warning = (code: Warning['code'], where: Omit<Warning, 'code' | 'detail'>): Warning => ({
  code,
  detail: oddityCodes[code],
  ...where,
});
