/** What replies about credit lines look like. */
import { creditLine, getCreditLine, linePayment } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, nextCursor, written } from '../views.js';

export const lineView = z.strictObject({ ...getCreditLine.reply.shape, asOfBlock }).meta({ id: 'CreditLine' });
export const linesView = z.strictObject({ lines: z.array(creditLine), nextCursor, asOfBlock });
export const lineWrittenView = z.strictObject({ ...creditLine.partial().shape, ...written });
export const linePaymentsView = z.strictObject({ payments: z.array(linePayment), nextCursor, asOfBlock });
export const linePaymentWrittenView = z.strictObject({ ...linePayment.partial().shape, ...written });
