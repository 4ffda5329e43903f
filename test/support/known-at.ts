/** What one organisation did, another one's gateway knows a moment later: asks it until it does. */
import type { Answer } from '@commonpoint/client';
import type { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { eventually } from './eventually.js';

/** Until it answers, and so that `isSo` holds. */
export function knownAt<Body = Record<string, unknown>>(
  client: GatewayClient,
  path: string,
  isSo: (body: Body) => boolean = () => true,
): Promise<Answer<Body>> {
  return eventually(
    () => client.attempts.get<Body>(path),
    ({ status, body }) => status === 200 && isSo(body),
  );
}
