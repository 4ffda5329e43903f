/** What replies about credits look like. */
import { acceptance, creditState, prepayCredit, releaseCredit } from '@commonpoint/catalogue';
import { z } from 'zod';
import { asOfBlock, written } from '../views.js';

export const creditView = z.strictObject({ ...creditState.shape, asOfBlock });
export const creditWrittenView = z.strictObject({ ...acceptance.partial().shape, ...written });
export const releaseWrittenView = z.strictObject({ ...releaseCredit.reply.partial().shape, ...written });
export const prepaymentWrittenView = z.strictObject({ ...prepayCredit.reply.partial().shape, ...written });
