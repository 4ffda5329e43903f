/** What a transaction changed of a row, and who asked for it. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Change {
  readonly by: string;
  /** The parts of the key, behind the type. */
  readonly parts: readonly string[];
  /** Undefined where it is deleted, or was not there. */
  readonly row: Fields | undefined;
  readonly before: Fields | undefined;
  readonly call: string;
  readonly time: number;
  readonly argument: () => Fields;
  /** Whether the client's organisation is this one, or its successor. */
  readonly actsFor: (mspId: unknown) => boolean;
  /** Another row as it is by now, by its whole key with spaces. */
  readonly rowOf: (name: string) => Fields | undefined;
  /** Another row that the same transaction wrote. */
  readonly besides: (name: string) => Fields | undefined;
}

/** Fields that differ. */
export function changed(before: Fields = {}, row: Fields = {}): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(row)])].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]),
  );
}

export interface Author {
  readonly calls: readonly string[];
  /** Whether this one may make this change, by this transaction. */
  readonly may: (change: Change) => boolean;
  /** Whether the row is kept for judging the next change, or others. */
  readonly isKept?: true;
}

export const anybody = (): boolean => true;
export const issuerOf = ({ rowOf }: Change, programId: unknown): unknown =>
  rowOf(`program ${String(programId)}`)?.['issuer'];

/** Transactions that write rows of several subjects. */
export const post = 'Points:Post';
export const decisions: readonly string[] = [
  ...['Found', 'Propose', 'Vote', 'Object', 'Withdraw', 'Execute', 'AcceptAgreement', 'Leave'],
].map((name) => `Governance:${name}`);
export const orders: readonly string[] = ['Orders:Issue', 'Orders:Lift', 'Orders:Ratify', post, 'Governance:Execute'];
