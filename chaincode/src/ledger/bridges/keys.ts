/** Keys of bridges. */
import { key, range } from '../core/keys.js';

export const bridgeKey = (programId: string, bridgeId: string) => key('bridge', programId, bridgeId);
export const bridges = (programId: string) => range('bridge', programId);
export const bridgeUseKey = (programId: string, bridgeId: string) => key('bridge-use', programId, bridgeId);
