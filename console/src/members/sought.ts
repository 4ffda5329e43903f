/** What somebody means who types or pastes this. */

export type Sought =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'operation'; readonly mspId: string; readonly operationId: string }
  | { readonly kind: 'transaction'; readonly txId: string }
  | { readonly kind: 'reference'; readonly reference: string };

/** What looks like none of the ledger's own ids is a reference of the merchant's. */
export function soughtBy(text: string, ownMspId: string): Sought {
  const sought = text.trim();
  if (sought === '') return { kind: 'nothing' };
  if (/^\w+:[0-9a-f]{32}$/.test(sought) || /^\w+:[A-Za-z][\w.-]*-account$/.test(sought))
    return { kind: 'account', accountId: sought };
  if (/^[0-9a-f]{64}$/i.test(sought)) return { kind: 'transaction', txId: sought.toLowerCase() };
  const [, mspId = ownMspId, operationId] = /^(?:(\w+MSP)[:/])?(op-[\w.-]+)$/.exec(sought) ?? [];
  if (operationId !== undefined) return { kind: 'operation', mspId, operationId };
  return { kind: 'reference', reference: sought };
}
