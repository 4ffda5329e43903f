/** Keys of operations. */
import type { ImportedId } from '@commonpoint/catalogue';
import { key } from '../core/keys.js';

export const receiptKey = (mspId: string, operationId: string) => key('op', mspId, operationId);
export const importedKey = (mspId: string, { file, stretch }: Pick<ImportedId, 'file' | 'stretch'>) =>
  key('imported', mspId, file, String(stretch));
