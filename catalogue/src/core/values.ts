/**
 * The values that travel in requests and replies, each with its bounds.
 *
 * Every id that becomes part of a ledger key is restricted to printable ASCII here, because Fabric's
 * composite keys are separated by U+0000 and the Node shim does not refuse it inside a part.
 */
import { z } from 'zod';

/** The most digits an amount may have: far above any programme, far below where sums could grow unwieldy. */
export const AMOUNT_DIGITS_MAX = 18;
/** The most operations in one `Points:Post`. */
export const POST_OPERATIONS_MAX = 500;
/** The most accounts in one `Accounts:Open`. */
export const OPEN_ACCOUNTS_MAX = 500;
/** The most bytes of a request, or of a private input: above the largest that keeps all other bounds. */
export const REQUEST_BYTES_MAX = 2 * 1024 * 1024;
/** The longest list anywhere in a request. */
export const LIST_ITEMS_MAX = 5_000;
/** The most quota lanes a programme may have. */
export const LANES_MAX = 64;
/** The most rows on one page of a query. */
export const PAGE_ROWS_MAX = 100;

/** Whole units of a programme, greater than zero, as a canonical decimal string: no sign, no leading zero. */
export const positiveAmount = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/, 'must be a whole number from 1 to 999999999999999999, written as a decimal string');

/** As {@link positiveAmount}, zero allowed. */
export const amount = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,17})$/, 'must be a whole number from 0 to 999999999999999999, written as a decimal string');

/** Whole units that may be negative, as deltas and positions are. */
export const signedAmount = z.string().regex(/^(0|-?[1-9][0-9]{0,24})$/, 'must be a whole number as a decimal string');

/** Money between merchants, in millionths of the smallest currency unit; negative is owed by, positive is owed to. */
export const money = z.string().regex(/^(0|-?[1-9][0-9]{0,39})$/, 'must be a whole number as a decimal string');

/** The id of an operation, chosen by the client: exactly-once rests on it. Unique per organisation. */
export const operationId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, colons, dashes or underscores');

/** A programme's id. It begins with its issuer's name (see `programPrefixOf`). */
export const programId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,63}$/, 'must be 2 to 64 lower-case letters, digits or dashes, beginning with a letter');

/**
 * An account's id: its custodian's MSP id, a colon, and the pseudonym that the custodian made. Whoever reads an opening
 * that is not committed yet cannot take its id: it names another custodian than the thief.
 */
export const accountId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9.-]{1,63}:[a-z0-9][a-z0-9-]{7,63}$/,
    'must be an MSP id, a colon, and 8 to 64 lower-case letters, digits or dashes, such as HarborMSP:3f2a9c51',
  );

/** The organisation that an account's id names. */
export function custodianOf(ofAccount: string): string {
  return ofAccount.slice(0, ofAccount.indexOf(':'));
}

/** An organisation's MSP id. */
export const mspId = z.string().regex(/^[A-Za-z][A-Za-z0-9]{1,63}$/, 'must be an MSP id such as HarborMSP');

/** A name that people read. */
export const displayName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'must not contain control characters');

/** SHA-256 in lower-case hex. */
/** Bytes as standard base64, with its padding. */
export const base64Text = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64');

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest in lower-case hex');

/** Why somebody does something, for those whom it concerns: a text of up to 2,000 characters. */
export const reason = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[^\p{Cs}]+$/u, 'must be text');

/** What makes the hash of a private row tell nothing: 128 random bits. */
export const salt = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits');

/**
 * What opens a hash lock: the spending code and its salt, in one text. It is too long to be found by trying, provided
 * that at least 128 bits of it are random.
 */
export const preimage = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{22,128}$/, 'must be 22 to 128 letters, digits, dots, dashes, underscores or tildes');

/** An order's id: the MSP id of the organisation that issued it, or `vote`, a colon, and what it calls the order. */
export const orderId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9.-]{1,63}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'must be an MSP id, a colon, and 1 to 64 letters, digits, dots, dashes or underscores, such as RegulatorMSP:2026-17',
  );

/** A calendar day (UTC), `YYYY-MM-DD`; a lot that names it may be spent until that day ends. */
export const day = z.iso.date();

/** The expiry of lots that never expire: sorts after every real day. */
export const NEVER = '9999-12-31';

/** A lot of one account and programme: `expiry.txId.n`, the last three parts of its key. */
export const lotId = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}\.[0-9a-f]{64}\.\d{5}$/, 'must be a lot id such as 2027-12-31.<txId>.00000');

/** A quota lane's number. */
export const lane = z
  .int()
  .min(0)
  .max(LANES_MAX - 1);

/**
 * A clearing cycle: the calendar month (UTC) of the transactions in it, or, after merchants cut it off, a later part of
 * the month. The names sort as the cycles pass.
 */
export const cycle = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])(\.(0[2-9]|[1-9]\d))?$/,
    'must be a month such as 2026-11, or a later part of one such as 2026-11.02',
  );

/** What a point is worth between merchants: millionths of the smallest currency unit. */
export const clearingValue = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/, 'must be a whole number from 1 to 999999999, written as a decimal string');

/** A page's bookmark as the last page gave it; absent or empty for the first page. */
export const bookmark = z.string().max(2048);

/** How many rows a page may have at the most. */
export const pageSize = z.int().min(1).max(PAGE_ROWS_MAX);

/** Where a page of a list begins, and how long it may be. */
export const page = { pageSize: pageSize.optional(), bookmark: bookmark.optional() };

/** RFC 3339 in UTC, from the transaction's own timestamp. */
export const timestamp = z.iso.datetime();

/** How often a row was written: 1 as it was made, and what a row has that says nothing of it. */
export const revision = z.int().min(1);

/** The revision of a row. */
export function revisionOf(row: { readonly revision?: number | undefined }): number {
  return row.revision ?? 1;
}

/** Where a text can be had. */
export const address = z
  .string()
  .max(500)
  .regex(/^https:\/\/[\x21-\x7e]+$/, 'must be an address that begins with https://');

/** A day that every year has. */
export const dayOfYear = z
  .string()
  .regex(/^((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))$/, {
    error: 'must be a day that every year has, such as 12-31',
  });
