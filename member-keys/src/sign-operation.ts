/**
 * What a member agrees to, signed.
 *
 * The signature is over the whole operation with its id, the account, its custodian, a nonce and an end. It takes effect
 * once: the ledger does an operation's id once. WebCrypto's 64 bytes are what the ledger takes, for both kinds of keys.
 */
import { authorizationBytes } from '../../catalogue/src/points/authorization-bytes.js';
import { encodeBase64url, randomBase64url } from './base64url.js';
import { isOfAccount, requireDebit, type Debit } from './debit.js';
import { MemberKeyError } from './member-key-error.js';
import { signing, type MemberKey } from './member-key.js';
import { webCrypto } from './web-crypto.js';

/** The terms on which it is agreed to. */
export interface Agreement {
  /** The MSP id of the account's custodian, such as `HarborMSP`. */
  readonly custodian: string;
  /** The account that a note or a credit line is of: operations on these do not name it. */
  readonly accountId?: string;
  /** The authorization is good until then; for five minutes if absent. */
  readonly expiresAt?: Date;
  /** 16 to 64 characters of base64url; made here if absent. */
  readonly nonce?: string;
}

/** The member `authorization` of a request to a gateway. */
export interface Authorization {
  readonly nonce: string;
  readonly expiresAt: string;
  readonly signature: string;
}

/** A request that the member's merchant passes on to its gateway as it is. */
export interface SignedRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const GOOD_FOR_MS = 5 * 60 * 1000;
const NONCE_BYTES = 18;

/** Signs an operation. @throws MemberKeyError OPERATION_INVALID, WEBCRYPTO_MISSING */
export async function authorize(key: MemberKey, operation: Debit, agreement: Agreement): Promise<Authorization> {
  requireDebit(operation);
  return sign(key, accountOf(operation, agreement), operation, agreement);
}

function accountOf(operation: Debit, { accountId }: Agreement): string {
  if (!isOfAccount(operation)) return operation.kind === 'transfer' ? operation.fromAccountId : operation.accountId;
  if (accountId === undefined)
    throw new MemberKeyError(
      'OPERATION_INVALID',
      `accountId of the agreement is needed for the kind ${operation.kind}`,
    );
  return accountId;
}

/** Signs what is to be done to an account. @throws MemberKeyError WEBCRYPTO_MISSING */
export async function sign(
  key: MemberKey,
  accountId: string,
  operation: object,
  agreement: Agreement,
): Promise<Authorization> {
  const expiresAt = (agreement.expiresAt ?? new Date(Date.now() + GOOD_FOR_MS)).toISOString();
  const nonce = agreement.nonce ?? randomBase64url(NONCE_BYTES);
  const bytes = authorizationBytes({ accountId, custodian: agreement.custodian, nonce, expiresAt, operation });
  const signature = new Uint8Array(await webCrypto().sign(signing[key.algorithm], key.privateKey, bytes));
  return { nonce, expiresAt, signature: encodeBase64url(signature) };
}

type WithoutId<T> = T extends Debit ? Omit<T, 'id'> & { readonly id?: string } : never;

/**
 * Signs an operation and makes the request of it that the gateway takes. Without an `id` it gets a new one; an app that
 * sends the same request again after a failure keeps what it has, instead of signing anew.
 * @throws MemberKeyError OPERATION_INVALID, WEBCRYPTO_MISSING
 */
export async function signRequest(
  key: MemberKey,
  operation: WithoutId<Debit>,
  agreement: Agreement,
): Promise<SignedRequest> {
  const whole = { ...operation, id: operation.id ?? `m-${randomBase64url(NONCE_BYTES)}` } as Debit;
  const authorization = await authorize(key, whole, agreement);
  return requestOf(whole, authorization);
}

/** The route that takes it, and what of it stands in the body. */
function requestOf(operation: Debit, authorization: Authorization): SignedRequest {
  const { id: operationId, ...rest } = operation;
  const body = ({ kind: _kind, ...content }: Omit<Debit, 'id'>) => ({ ...content, operationId, authorization });
  switch (rest.kind) {
    case 'redeem':
      return { path: '/v1/redemptions', body: body(rest) };
    case 'transfer':
      return { path: '/v1/transfers', body: body(rest) };
    case 'hold': {
      if (rest.lineId === undefined) return { path: '/v1/holds', body: body(rest) };
      const path = `/v1/credit-lines/${rest.beneficiary}/${rest.lineId}/pledges`;
      return { path, body: { amount: rest.amount, operationId, authorization } };
    }
    case 'exchange':
      return { path: '/v1/exchanges', body: body(rest) };
    case 'buy-note':
      return { path: '/v1/notes', body: body(rest) };
    case 'redeem-note':
    case 'transfer-note': {
      const { noteId, ...content } = rest;
      return {
        path: `/v1/notes/${noteId}/${rest.kind === 'redeem-note' ? 'redeem' : 'transfer'}`,
        body: body(content),
      };
    }
    case 'pledge-note': {
      const { beneficiary, lineId, ...content } = rest;
      return { path: `/v1/credit-lines/${beneficiary}/${lineId}/notes`, body: body(content) };
    }
    case 'draw': {
      const { lineMspId, lineId, amount } = rest;
      const path = `/v1/credit-lines/${lineMspId}/${lineId}/draws`;
      return { path, body: { paymentId: operationId, amount, authorization } };
    }
  }
}
