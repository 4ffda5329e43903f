/** Keys of evidence. */
import { key, range } from '../core/keys.js';

export const logKeysKey = (mspId: string) => key('log-key', mspId);
export const logKeysOfAll = () => range('log-key');
export const checkpointKey = (mspId: string) => key('checkpoint', mspId);
export const checkpoints = () => range('checkpoint');
export const anchorKey = (mspId: string, log: string) => key('anchor', mspId, log);
