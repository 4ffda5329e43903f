/**
 * Imported lines of which nothing has to be said one by one. A transaction that imports some hundreds of them has as many lots and a few sums, and most
 * of what the rules ask follows from itself: that its rows make sense, that each line is in a lot of its own transaction, that both have the same points.
 * What is out of the ordinary in any way is not taken for one of these, and is looked at line by line as everything else is.
 */
import { publicWrites, type AuditedTransaction, type Call } from './block-contents.js';
import { textOf } from './bytes.js';
import { importedNameOf, type ImportedRow, LINES } from './imported-rows.js';
import { keyParts } from './ledger-rows.js';
import { packName, PACK } from './lot-packs.js';
import { namesDays } from './named-life.js';
import { LOT, pointsIn } from './plain-lots.js';
import { post } from './row-changes.js';
import { nonsenseIn } from './sensible-rows.js';
import type { KeyWrite, WriteSet } from './write-sets.js';

/** New lines of one organisation in one programme, that end on one day, with a lot of the transaction for each or for several. */
export interface PlainImport {
  /** Who imported them, by the rows' keys. */
  readonly mspId: string;
  readonly programId: string;
  readonly expiry: string;
  readonly txTime: string;
  /** Rows of a hundred: `organisation file hundred`, the row's text, how many lines it has. */
  readonly hundreds: readonly (readonly [name: string, text: string, lines: number])[];
  /** `account programme` of each lot, in the order in which these stand in the block. */
  readonly holdings: readonly string[];
  /** What each of these lots has. */
  readonly points: readonly number[];
  readonly total: number;
  /** Of any line. */
  readonly least: number;
  readonly most: number;
  /** The lots as {@link LotPacks} keeps them. */
  readonly packs: readonly (readonly [name: string, text: string])[];
}

/** What of a transaction is such lines, and what it wrote besides. */
export interface SortedWrites {
  readonly lines: PlainImport;
  readonly rest: readonly KeyWrite[];
}

const LOTS_MAX = 100_000;
const WORD = /^[!-~]+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^\d{5}$/;
const besides = /^\u0000(?:supply|quota)\u0000/;
const IMPORTED = '\u0000imported\u0000';
/** How the keys of what is not among the rest begin. */
export const keysOfLines: readonly string[] = [LOT, IMPORTED];

/** Whose lots they are, lot by lot. */
export function* accountsOf({ holdings, programId }: PlainImport): Iterable<string> {
  for (const holding of holdings) yield holding.slice(0, -programId.length - 1);
}

/** What it wrote, for whoever looks at keys and not at rows: one key is as good as all that have no policy of their own. */
export function shortenedSets({ rest }: SortedWrites, chaincode: string): WriteSet[] {
  const writes = [{ key: LOT, value: new Uint8Array() }, ...rest];
  return [{ namespace: chaincode, collection: '', writes, policies: [] }];
}

/** Undefined unless the transaction, by the client of `mspId`, is one that imports such lines. */
export function plainImportIn(
  transaction: AuditedTransaction,
  chaincode: string,
  mspId: string,
  call: Call,
): SortedWrites | undefined {
  const { sets, txId } = transaction;
  // Of several sets each is held against its policies by itself.
  const [set, another] = sets.filter((each) => !isEmpty(each));
  if (call.name !== post || set === undefined || another !== undefined || !isPublicOf(set, chaincode)) return undefined;
  const writes = publicWrites(transaction, chaincode);
  if (!writes.some(({ key }) => key.startsWith(IMPORTED)) || namesDays(call.argument)) return undefined;
  if (!WORD.test(txId)) return undefined;
  const lots = new Lots(txId);
  const hundreds: Hundred[] = [];
  const rest: KeyWrite[] = [];
  for (const write of writes) {
    const { key, value } = write;
    if (key.startsWith(LOT)) {
      if (value === undefined || !lots.take(key, value)) return undefined;
    } else if (key.startsWith(IMPORTED)) {
      const hundred = value && hundredIn(key, value);
      if (hundred === undefined) return undefined;
      hundreds.push(hundred);
    } else if (besides.test(key)) rest.push(write);
    else return undefined;
  }
  const lines = linesOf(hundreds, lots, txId, mspId);
  return lines && { lines, rest };
}

const isEmpty = ({ writes, policies }: WriteSet): boolean => writes.length + policies.length === 0;
const isPublicOf = ({ namespace, collection, policies }: WriteSet, chaincode: string): boolean =>
  namespace === chaincode && collection === '' && policies.length === 0;

interface Hundred {
  readonly name: string;
  readonly text: string;
  readonly stretch: number;
  readonly mspId: string;
  readonly row: ImportedRow;
}

function hundredIn(key: string, value: Uint8Array): Hundred | undefined {
  const parts = keyParts(key);
  const [, mspId = '', file = '', stretch = ''] = parts;
  const text = textOf(value);
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!file.startsWith('im-') || importedNameOf('', `${file}-0`) === undefined || !/^(0|[1-9]\d{0,6})$/.test(stretch))
    return undefined;
  if (nonsenseIn(parts, row) !== undefined || !text.startsWith('{')) return undefined;
  return { name: parts.slice(1).join(' '), text, stretch: Number(stretch), mspId, row: row as ImportedRow };
}

/** The lots of a transaction: all of one programme and with one last day, and no two with one number. */
class Lots {
  programId = '';
  expiry = '';
  readonly holdings: string[] = [];
  readonly points: number[] = [];
  /** By the lots' numbers. */
  readonly #accounts: string[] = [];
  readonly #left: number[] = [];
  readonly #packs = new Map<number, string>();
  #behindAccount = '';
  total = 0;

  constructor(private readonly txId: string) {}

  /** False for one that is not like the others. */
  take(key: string, value: Uint8Array): boolean {
    const at = key.indexOf('\u0000', LOT.length);
    const points = pointsIn(value);
    if (at < 0 || points === 0) return false;
    if (this.#behindAccount === '' && !this.#begin(key.slice(at))) return false;
    const account = key.slice(LOT.length, at);
    const numberAt = at + this.#behindAccount.length;
    const number = key.slice(numberAt, -1);
    if (!key.startsWith(this.#behindAccount, at) || !NUMBER.test(number) || !key.endsWith('\u0000')) return false;
    const n = Number(number);
    if (!WORD.test(account) || this.#accounts[n] !== undefined || this.holdings.length >= LOTS_MAX) return false;
    this.#accounts[n] = account;
    this.holdings.push(`${account} ${this.programId}`);
    this.points.push(points);
    this.#left[n] = points;
    this.total += points;
    const pack = Math.floor(n / PACK);
    const line = `\n${number} ${account} ${this.programId} ${this.expiry} ${points}`;
    const before = this.#packs.get(pack);
    this.#packs.set(pack, before === undefined ? line : before + line);
    return true;
  }

  /** A line of a file that is in this lot; false if it is not this account's, or has not so much left. */
  draw(n: number, account: string, points: number): boolean {
    if (this.#accounts[n] !== account) return false;
    this.#left[n]! -= points;
    return true;
  }

  get isAllDrawn(): boolean {
    return this.#left.every((points) => points === 0);
  }

  get packs(): (readonly [string, string])[] {
    return [...this.#packs].map(([pack, lines]) => [packName(this.txId, pack), `${lines}\n`] as const);
  }

  #begin(behind: string): boolean {
    const [, programId = '', expiry = '', madeBy] = behind.split('\u0000');
    if (!WORD.test(programId) || !DAY.test(expiry) || madeBy !== this.txId) return false;
    this.programId = programId;
    this.expiry = expiry;
    this.#behindAccount = `\u0000${programId}\u0000${expiry}\u0000${madeBy}\u0000`;
    return true;
  }
}

const ENTRY = /^(0|[1-9]\d{0,8}) ([!-~]{1,200}) ([1-9]\d{0,9}) (\d{1,5})$/;

function linesOf(hundreds: readonly Hundred[], lots: Lots, txId: string, mspId: string): PlainImport | undefined {
  const [first] = hundreds;
  if (first === undefined || lots.holdings.length === 0) return undefined;
  const { txTime } = first.row;
  let [least, most] = [Infinity, 0];
  const names = new Set<string>();
  for (const { name, stretch, row, mspId: of } of hundreds) {
    const { programId, expiry, maturesOn, rows } = row;
    if (of !== mspId || names.has(name) || row.txId !== txId || row.txTime !== txTime) return undefined;
    if (programId !== lots.programId || expiry !== lots.expiry || maturesOn !== undefined) return undefined;
    names.add(name);
    let before = stretch * LINES - 1;
    const end = before + LINES;
    for (const entry of rows) {
      const [, line, account = '', amount, lot] = (typeof entry === 'string' ? ENTRY.exec(entry) : null) ?? [];
      const [at, points] = [Number(line), Number(amount)];
      if (!(at > before && at <= end) || !lots.draw(Number(lot), account, points)) return undefined;
      before = at;
      if (points < least) least = points;
      if (points > most) most = points;
    }
  }
  if (!lots.isAllDrawn) return undefined;
  const { programId, expiry, holdings, points, total, packs } = lots;
  return {
    mspId,
    programId,
    expiry,
    txTime,
    hundreds: hundreds.map(({ name, text, row }) => [name, text, row.rows.length] as const),
    holdings,
    points,
    total,
    least,
    most,
    packs,
  };
}
