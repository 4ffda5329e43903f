/**
 * What a block's writes do to the projection's tables.
 *
 * A row is stored as the ledger has it; only what is searched or summed is taken out of it. Supply and clearing rows
 * are deltas that the ledger writes once each, so that their sums are kept here; that the ledger later folds them into
 * totals changes no sum: so their deletion, and a cycle's row, say nothing new here. Held balances are summed from the
 * open holds when they are asked for.
 */
import type { Hold, Receipt, Row, Supply } from '@commonpoint/catalogue';
import type { ChannelBlock, RowWrite } from '../channel/channel.js';
import type { Database } from '../store/database.js';

/** Room for this many receipts, holds or hashed writes per block in their numbering. */
const ROWS_PER_BLOCK = 1_000_000;

const text = (value: Uint8Array): string =>
  Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');

/** Prepared once; the function applies one block and must run inside a transaction of the database. */
export function createBlockApplier({ sqlite }: Database): (block: ChannelBlock) => void {
  const prepare = (sql: string) => sqlite.prepare(sql);
  const putOrganization = prepare('INSERT OR REPLACE INTO organizations (msp_id, value) VALUES (?, ?)');
  const putProgram = prepare('INSERT OR REPLACE INTO programs (program_id, value) VALUES (?, ?)');
  const putLane = prepare('INSERT OR REPLACE INTO quota_lanes (program_id, lane, granted, used) VALUES (?, ?, ?, ?)');
  const putAccount = prepare('INSERT OR REPLACE INTO accounts (account_id, value) VALUES (?, ?)');
  const putLot = prepare(
    'INSERT OR REPLACE INTO lots (account_id, program_id, lot_id, amount, value) VALUES (?, ?, ?, ?, ?)',
  );
  const removeLot = prepare('DELETE FROM lots WHERE account_id = ? AND program_id = ? AND lot_id = ?');
  // A receipt is written a second time when its operation is reversed; its place in the order stays.
  const putReceipt = prepare(
    `INSERT INTO receipts (seq, msp_id, operation_id, account_id, to_account_id, block, value)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (operation_id, msp_id) DO UPDATE SET value = excluded.value`,
  );
  const getSupply = prepare('SELECT issued, redeemed, expired, reversed, held FROM supply WHERE program_id = ?');
  const putSupply = prepare(
    'INSERT OR REPLACE INTO supply (program_id, issued, redeemed, expired, reversed, held) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const getClearing = prepare(
    'SELECT amount FROM clearing WHERE cycle = ? AND debtor = ? AND creditor = ? AND program_id = ?',
  );
  const putClearing = prepare(
    'INSERT OR REPLACE INTO clearing (cycle, debtor, creditor, program_id, amount) VALUES (?, ?, ?, ?, ?)',
  );
  // A hold is written again when it is resolved; its place in the order stays.
  const putHold = prepare(
    `INSERT INTO holds (msp_id, hold_id, account_id, program_id, amount, beneficiary, hash_lock, expires_at, status, made, value)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (msp_id, hold_id) DO UPDATE SET status = excluded.status, value = excluded.value`,
  );
  const putRate = prepare('INSERT OR REPLACE INTO rates (source, target, version, value) VALUES (?, ?, ?, ?)');
  const putRateLane = prepare(
    'INSERT OR REPLACE INTO rate_lanes (source, target, version, lane, granted, used) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const putPrivatePair = prepare('INSERT OR IGNORE INTO private_pairs (cycle, first, second) VALUES (?, ?, ?)');
  const setStatementMade = prepare('UPDATE private_pairs SET made = 1 WHERE cycle = ? AND first = ? AND second = ?');
  const putCycle = prepare('INSERT OR REPLACE INTO cycles (cycle, status) VALUES (?, ?)');
  const putSettlement = prepare(
    'INSERT OR REPLACE INTO settlements (cycle, debtor, creditor, value) VALUES (?, ?, ?, ?)',
  );
  const putHashedWrite = prepare(
    'INSERT OR REPLACE INTO hashed_writes (seq, collection, key_hash, value_hash, block, tx_id) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const setCheckpoint = prepare('UPDATE checkpoint SET block = ? WHERE id = 1');

  let receiptsInBlock = 0;
  let holdsInBlock = 0;

  function applyReceipt([, mspId, operationId]: readonly string[], json: string, block: number): void {
    const { accountId, toAccountId } = JSON.parse(json) as Receipt;
    const seq = block * ROWS_PER_BLOCK + receiptsInBlock++;
    putReceipt.run(seq, mspId!, operationId!, accountId, toAccountId ?? null, block, json);
  }

  function applySupply(programId: string, json: string): void {
    const delta = JSON.parse(json) as Row<'supply'>;
    const sums = getSupply.get(programId) as Record<keyof Supply, string> | undefined;
    const sum = (name: keyof Supply): string => (BigInt(sums?.[name] ?? 0) + BigInt(delta[name] ?? 0)).toString();
    putSupply.run(programId, sum('issued'), sum('redeemed'), sum('expired'), sum('reversed'), sum('held'));
  }

  function applyHold(json: string, block: number): void {
    const hold = JSON.parse(json) as Hold;
    putHold.run(
      hold.mspId,
      hold.holdId,
      hold.accountId,
      hold.programId,
      BigInt(hold.amount),
      hold.beneficiary ?? null,
      hold.hashLock ?? null,
      Date.parse(hold.expiresAt),
      hold.status,
      block * ROWS_PER_BLOCK + holdsInBlock++,
      json,
    );
  }

  function applyClearing([, cycle, debtor, creditor, programId]: readonly string[], json: string): void {
    addClearing([cycle!, debtor!, creditor!, programId!], BigInt((JSON.parse(json) as Row<'clearing'>).amount));
  }

  function addClearing(position: readonly [string, string, string, string], amount: bigint): void {
    const before = getClearing.get(...position) as { amount: string } | undefined;
    putClearing.run(...position, (BigInt(before?.amount ?? 0) + amount).toString());
  }

  function applyWrite({ key, value }: RowWrite, block: number): void {
    const [type, first, second, expiry, txId, n] = key;
    if (type === 'lot') {
      const lotId = `${expiry}.${txId}.${n}`;
      if (!value) removeLot.run(first!, second!, lotId);
      else {
        const json = text(value);
        putLot.run(first!, second!, lotId, BigInt((JSON.parse(json) as Row<'lot'>).amount), json);
      }
      return;
    }
    if (!value) return;
    const json = text(value);
    switch (type) {
      case 'op':
        return applyReceipt(key, json, block);
      case 'account':
        return void putAccount.run(first!, json);
      case 'supply':
        return applySupply(first!, json);
      case 'clearing':
        return applyClearing(key, json);
      case 'quota': {
        const { granted, used } = JSON.parse(json) as Row<'quota'>;
        return void putLane.run(first!, Number(second), BigInt(granted), BigInt(used));
      }
      case 'program':
        return void putProgram.run(first!, json);
      case 'hold':
        return applyHold(json, block);
      case 'rate':
        return void putRate.run(first!, second!, Number(key[3]), json);
      case 'rate-quota': {
        const { granted, used } = JSON.parse(json) as Row<'quota'>;
        return void putRateLane.run(first!, second!, Number(key[3]), Number(key[4]), BigInt(granted), BigInt(used));
      }
      case 'cycle': {
        const { status, privatePairs = [], carried = [] } = JSON.parse(json) as Row<'cycle'>;
        for (const { debtor, creditor, programId, amount } of carried) {
          addClearing([first!, debtor, creditor, programId], -BigInt(amount));
        }
        for (const { parties } of privatePairs) putPrivatePair.run(first!, ...parties);
        return void putCycle.run(first!, status);
      }
      case 'statement':
        return void setStatementMade.run(first!, second!, key[3]!);
      case 'settlement':
        return void putSettlement.run(first!, second!, key[3]!, json);
      case 'org':
        return void putOrganization.run(first!, json);
      default:
        // `open-hold` repeats what `hold` says, `account-day` is the ledger's own, and rows that later versions of the
        // chaincode add do not concern these tables.
        return;
    }
  }

  return (block) => {
    receiptsInBlock = 0;
    holdsInBlock = 0;
    let hashedInBlock = 0;
    for (const { txId, writes, hashedWrites } of block.transactions) {
      for (const write of writes) applyWrite(write, block.number);
      for (const { collection, keyHash, valueHash } of hashedWrites) {
        const seq = block.number * ROWS_PER_BLOCK + hashedInBlock++;
        putHashedWrite.run(seq, collection, keyHash, valueHash ?? null, block.number, txId);
      }
    }
    setCheckpoint.run(block.number);
  };
}
