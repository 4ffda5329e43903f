/** How a credit line is named in paths. */
import { mspId, operationId } from '@commonpoint/catalogue';
import { z } from 'zod';

export const tag = 'Collateral';
export const path = '/v1/credit-lines/{mspId}/{lineId}';
export const linePath = z.strictObject({
  mspId: mspId.meta({ description: 'The pledgee: the merchant that granted the line.' }),
  lineId: operationId.meta({ description: 'What the pledgee calls the line.' }),
});
