/** Keys of organisations. */
import { key, range } from '../core/keys.js';

export const organizationKey = (mspId: string) => key('org', mspId);
export const organizations = () => range('org');
