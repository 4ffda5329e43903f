/** Whose an operation’s detail is: a till gives it of what its own client posted, and is shown no other; so is a bridge. */
import type { Caller } from '../../caller.js';
import type { Gateway } from '../../gateway.js';
import { Problem } from '../../http/problem.js';

type Operations = Pick<Gateway, 'operations'>;

const poster = ({ operations }: Operations, operationId: string): string | undefined =>
  operations.find(operationId)?.asked?.clientId;

/** Before a till gives details by themselves. @throws Problem ROLE_NOT_ALLOWED */
export function requirePosted(gateway: Operations, caller: Caller, operationIds: readonly string[]): void {
  if (caller.role !== 'cashier') return;
  const at = operationIds.findIndex((id) => poster(gateway, id) !== caller.clientId);
  if (at >= 0) throw notOwn(operationIds[at]!, { pointer: `/details/${at}/operationId` });
}

/** Before a till gives details with operations that it posts; one that nobody posted yet becomes its own. @throws Problem ROLE_NOT_ALLOWED */
export function requireUnposted(gateway: Operations, caller: Caller, operationIds: readonly string[]): void {
  if (caller.role !== 'cashier') return;
  const others = operationIds.find((id) => {
    const known = gateway.operations.find(id);
    return known !== undefined && known.asked?.clientId !== caller.clientId;
  });
  if (others !== undefined) throw notOwn(others);
}

/** @throws Problem ROLE_NOT_ALLOWED */
export function requireShown(gateway: Operations, caller: Caller, operationId: string): void {
  if (caller.role !== 'cashier' && caller.role !== 'bridge') return;
  if (poster(gateway, operationId) !== caller.clientId)
    throw new Problem('ROLE_NOT_ALLOWED', `a ${caller.role} is shown details of what its own client posted`);
}

function notOwn(operationId: string, at?: { readonly pointer: string }): Problem {
  const detail = `a cashier gives details of what its own client posted; this one did not post ${operationId}`;
  return new Problem('ROLE_NOT_ALLOWED', detail, at && { errors: [{ ...at, detail }] });
}
