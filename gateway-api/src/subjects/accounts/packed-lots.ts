/**
 * How lots lie in the gateway's file: most of a large one is lots, so that what is the same in all of them, or follows from
 * where they lie, is not written, and hexadecimal digits are bytes. What is not of the usual shape stays as it is.
 */
import type { Lot } from '@commonpoint/catalogue';

/** Of a lot's id, what is before the transaction's: a day as a number of four bytes, in the order of days. */
const DAY_BYTES = 4;
const TRANSACTION_BYTES = 32;
const NUMBER_BYTES = 3;
const DIGEST_BYTES = 20;

/** A row of the table `lots`, without its account and programme. */
export interface PackedLot {
  readonly lot: Uint8Array;
  readonly amount: bigint;
  readonly matures_on: string | null;
  /** Bytes for a line of an imported file, else the id as it is. */
  readonly origin_id: Uint8Array | string;
  /** Null for the organisation that has the account in its custody. */
  readonly origin_msp_id: string | null;
  readonly campaign: string | null;
}

/** `YYYY-MM-DD` as the number `YYYYMMDD`; 0 for what is no day, as a row may have that two peers endorsed. */
export function dayNumber(day: string): number {
  if (last.day === day) return last.number;
  const number = Number(day.replaceAll('-', ''));
  last = { day, number: Number.isSafeInteger(number) && number > 0 ? number : 0 };
  return last.number;
}

/** Rows of one day come together. */
let last = { day: '', number: 0 };

/** Of memory that is there already: thousands are made in a second. */
const zeros = (count: number): Buffer => Buffer.allocUnsafe(count).fill(0);

/** The first bytes of the ids of all lots that end with a day: `packDay(day) <= id` for those that end then or later. */
export function packDay(day: string): Uint8Array {
  const bytes = Buffer.alloc(DAY_BYTES);
  bytes.writeUInt32BE(dayNumber(day));
  return bytes;
}

export function unpackDay(bytes: Uint8Array): string {
  const digits = String(Buffer.from(bytes.buffer, bytes.byteOffset, DAY_BYTES).readUInt32BE()).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** `expiry.txId.n`; bytes sort as ids do. */
export const packLotId = (lotId: string): Uint8Array =>
  packLotName(lotId.slice(0, 10), lotId.slice(11, 75), lotId.slice(76));

/** The same of its parts. */
export function packLotName(expiry: string, txId: string, n: string): Uint8Array {
  if (packed.expiry !== expiry || packed.txId !== txId) {
    const head = zeros(DAY_BYTES + TRANSACTION_BYTES);
    head.writeUInt32BE(dayNumber(expiry));
    head.write(txId, DAY_BYTES, TRANSACTION_BYTES, 'hex');
    packed = { expiry, txId, head };
  }
  const bytes = Buffer.allocUnsafe(DAY_BYTES + TRANSACTION_BYTES + NUMBER_BYTES);
  bytes.set(packed.head);
  bytes.writeUIntBE(Number(n), DAY_BYTES + TRANSACTION_BYTES, NUMBER_BYTES);
  return bytes;
}

/** Lots of one transaction come together. */
let packed = { expiry: '', txId: '', head: zeros(DAY_BYTES + TRANSACTION_BYTES) };

export function unpackLotId(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const txId = bytes.toString('hex', DAY_BYTES, DAY_BYTES + TRANSACTION_BYTES);
  const number = bytes.readUIntBE(DAY_BYTES + TRANSACTION_BYTES, NUMBER_BYTES);
  return `${unpackDay(packed)}.${txId}.${String(number).padStart(5, '0')}`;
}

/** The same of its bytes as hexadecimal digits, in small letters: as text they come out of the file without memory of their own. */
export function lotIdOfHex(hex: string): string {
  const ofDay = hex.slice(0, DAY_BYTES * 2);
  if (lastDay.hex !== ofDay) lastDay = { hex: ofDay, day: unpackDay(Buffer.from(ofDay, 'hex')) };
  const end = (DAY_BYTES + TRANSACTION_BYTES) * 2;
  const number = Number.parseInt(hex.slice(end), 16);
  return `${lastDay.day}.${hex.slice(DAY_BYTES * 2, end)}.${String(number).padStart(5, '0')}`;
}

/** Many lots end with one day. */
let lastDay = { hex: '', day: '' };

/** Lines of imported files: `im-`, the file's digest, and the line. */
const lineOfFile = /^im-([0-9a-f]{40})-(0|[1-9]\d{0,8})$/;

export function packOrigin(originId: string): Uint8Array | string {
  const [, digest, line] = lineOfFile.exec(originId) ?? [];
  if (digest === undefined) return originId;
  const bytes = zeros(DIGEST_BYTES + 4);
  bytes.write(digest, 'hex');
  bytes.writeUInt32BE(Number(line), DIGEST_BYTES);
  return bytes;
}

export function unpackOrigin(origin: Uint8Array | string): string {
  if (typeof origin === 'string') return origin;
  const bytes = Buffer.from(origin.buffer, origin.byteOffset, origin.byteLength);
  return `im-${bytes.toString('hex', 0, DIGEST_BYTES)}-${bytes.readUInt32BE(DIGEST_BYTES)}`;
}

const custodianOf = (accountId: string): string => accountId.slice(0, accountId.indexOf(':'));

/** A lot, all but for its id. */
export function packLot(accountId: string, lot: Lot): Omit<PackedLot, 'lot'> {
  return {
    amount: BigInt(lot.amount),
    matures_on: lot.maturesOn ?? null,
    origin_id: packOrigin(lot.originId),
    origin_msp_id: lot.originMspId === custodianOf(accountId) ? null : lot.originMspId,
    campaign: lot.campaign ?? null,
  };
}

export function unpackLot(accountId: string, packed: PackedLot): Lot & { readonly lotId: string } {
  return {
    lotId: unpackLotId(packed.lot),
    amount: String(packed.amount),
    originMspId: packed.origin_msp_id ?? custodianOf(accountId),
    originId: unpackOrigin(packed.origin_id),
    ...(packed.campaign !== null && { campaign: packed.campaign }),
    ...(packed.matures_on !== null && { maturesOn: packed.matures_on }),
  };
}
