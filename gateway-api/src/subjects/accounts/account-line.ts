/** A receipt that touched an account, in its order on the ledger; of an imported line as far as entries and balances tell of it. */
import type { Receipt } from '@commonpoint/catalogue';

export interface AccountLine {
  readonly seq: number;
  readonly block: number;
  readonly receipt: Receipt;
}
