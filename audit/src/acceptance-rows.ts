/** Which programme a merchant takes of another one, and from which value on. */
export interface AcceptanceRow {
  readonly valueMin: string;
  readonly sinceCycle: string;
  readonly endedAt?: string;
  readonly credit?: CreditRow;
}

/** What a merchant lets an issuer owe it, in its acceptance. */
export interface CreditRow {
  readonly limit: string;
  readonly lanes: number;
  readonly endedAt?: string;
}
