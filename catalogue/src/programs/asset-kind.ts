/** What one of a programme is, where it is no point. All are whole, and have the same lots, caps, holds, rates and expiries. */
import { z } from 'zod';

export const assetKind = z
  .enum(['voucher', 'ticket', 'stamp'])
  .meta({ description: 'What one of it is, where it is no point.' });
