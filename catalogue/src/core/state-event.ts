/** An event of a row that was written: its type, and what it is about. It follows from the row alone, is thin, and names no member. */
export interface StateEvent {
  readonly type: string;
  readonly programId?: string;
  readonly accountId?: string;
  readonly mspId?: string;
  readonly [member: string]: string | number | undefined;
}
