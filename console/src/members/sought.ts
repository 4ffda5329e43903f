/** What somebody means who types or pastes this. */

export interface OperationName {
  readonly mspId: string;
  readonly operationId: string;
}

export type Sought =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'account'; readonly accountId: string }
  | ({ readonly kind: 'operation' } & OperationName)
  | { readonly kind: 'transaction'; readonly txId: string }
  /** A merchant's reference of a member, or, if no member has it, an operation whose id was chosen by who posted it. */
  | { readonly kind: 'reference'; readonly reference: string; readonly operation?: OperationName | undefined };

/** Made by a gateway: of a write, of a line of a file, of a balance that moved here. */
const madeId = /^(op-[\w.-]+|im-[0-9a-f]{40}-\d+|mg-[a-z0-9][a-z0-9-]*-\d+)$/;

/** What looks like none of the ledger's own ids is a reference of the merchant's, or an id of its own form. */
export function soughtBy(text: string, ownMspId: string): Sought {
  const sought = text.trim();
  if (sought === '') return { kind: 'nothing' };
  if (/^\w+:[0-9a-f]{32}$/.test(sought) || /^\w+:[A-Za-z][\w.-]*-account$/.test(sought))
    return { kind: 'account', accountId: sought };
  if (/^[0-9a-f]{64}$/i.test(sought)) return { kind: 'transaction', txId: sought.toLowerCase() };
  const [, mspId = ownMspId, operationId] = /^(?:(\w+MSP)[:/])?([A-Za-z0-9][\w.:-]{0,63})$/.exec(sought) ?? [];
  if (operationId === undefined) return { kind: 'reference', reference: sought };
  const operation = { mspId, operationId };
  if (madeId.test(operationId)) return { kind: 'operation', ...operation };
  return { kind: 'reference', reference: sought, operation };
}
