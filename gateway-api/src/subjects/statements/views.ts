/** What replies about money statements look like. */
import { moneyStatement, settlement, statementRecord } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

export const moneyStatementView = z
  .strictObject({
    ...statementRecord.shape,
    statement: moneyStatement,
    settlement: settlement
      .optional()
      .meta({ description: 'What the two said of the payment; absent if nobody owes anything.' }),
    asOfBlock,
  })
  .meta({ id: 'MoneyStatement' });
export const moneyStatementsView = z.strictObject({ statements: z.array(statementRecord), nextCursor, asOfBlock });
export const moneyStatementWrittenView = z.strictObject({ ...statementRecord.partial().shape, ...written });
