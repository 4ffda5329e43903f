/**
 * The yardstick: a fungible token as the common samples have it. One balance per key, one operation per transaction,
 * each a read, a calculation and a write of the same key.
 */
import { Context, Contract, Transaction } from 'fabric-contract-api';

export class TokenContract extends Contract {
  constructor() {
    super('Token');
  }

  /** Credits `account` with `value` tokens and the total supply with them. */
  @Transaction()
  async Mint(ctx: Context, account: string, value: string): Promise<void> {
    await this.#add(ctx, account, BigInt(value));
  }

  /** Moves `value` tokens; refused when `from` has fewer. */
  @Transaction()
  async Transfer(ctx: Context, from: string, to: string, value: string): Promise<void> {
    const amount = BigInt(value);
    if (amount <= 0n || from === to) throw new Error('a transfer moves tokens from one account to another');
    await this.#add(ctx, from, -amount);
    await this.#add(ctx, to, amount);
  }

  async #add(ctx: Context, account: string, change: bigint): Promise<void> {
    const key = ctx.stub.createCompositeKey('balance', [account]);
    const bytes = await ctx.stub.getState(key);
    const balance = BigInt(Buffer.from(bytes).toString('utf8') || '0') + change;
    if (balance < 0n) throw new Error(`${account} has insufficient funds`);
    await ctx.stub.putState(key, Buffer.from(String(balance)));
  }
}

export const contracts = [TokenContract];
