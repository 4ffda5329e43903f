/**
 * A merchant's own reference of a member, of a purchase or of a basket, wherever one is taken: one rule for requests and files,
 * so that what looks the same is the same, and no account comes about that only one of them can reach.
 *
 * Spaces and invisible characters at the ends are left out, other kinds of blanks become a space, full-width letters and
 * digits plain ones, and the rest is brought to Unicode's form NFC; so far as RFC 8265 does it with names. Upper and lower case differ.
 */

/** Why a text is no reference. */
export const referenceFlaws = {
  BLANK: 'is blank',
  TOO_LONG: 'has more than 200 characters',
  UNREADABLE: 'holds control characters or characters that nobody sees',
  PLACEHOLDER: 'stands for nobody, such as NULL, 0, N/A, Guest or Total',
  MANGLED: 'is what a spreadsheet makes of a long number, such as 4.12E+15 or 123.0: the digits are lost, or others',
} as const;
export type ReferenceFlaw = keyof typeof referenceFlaws;

export const REFERENCE_CHARACTERS_MAX = 200;

/** Printable ASCII without a blank at either end: what nearly all references are, and normal already. */
const plain = /^[!-~](?:[ -~]*[!-~])?$/;
// U+2800 is a Braille pattern without dots; U+3164 and the like are fillers, which Unicode counts among the letters.
const blankAtEnds =
  /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]+|[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]+$/gu;
const otherBlanks = /[\p{Zs}\t]/gu;
const wide = /[\uff01-\uff5e]/g;
const unseen = /[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u;
/** How many code units a text may have that is brought to its normal form at all. */
const UNITS_MAX = 4 * REFERENCE_CHARACTERS_MAX;

/** What most references look like, and none that is refused: no word ends with a digit, and no zero begins with another one. */
const ordinary = /^[\w-]*[1-9][\w-]*$/;
const mangled = /^[+-]?(?:\d(?:[.,]\d*)?E\+\d{1,3}|\d+[.,]0+)$/i;
const isNobody = /^(?:0+|[^\p{L}\p{N}]+|\(\d+ rows? affected\))$/u;
const nobody = new Set([
  ...['null', 'nil', 'none', 'nan', 'n/a', 'na', '#n/a', '#ref!', '#value!', '#name?', '#num!', '#null!', '#div/0!'],
  ...[
    'undefined',
    'unknown',
    'empty',
    'blank',
    'missing',
    '(null)',
    '(none)',
    '(blank)',
    '(empty)',
    '(unknown)',
    '<null>',
  ],
  ...['guest', 'anonymous', 'anon', 'walk-in', 'walk in', 'walkin', 'cash', 'cash customer', 'cash sale', 'no card'],
  ...['gast', 'unbekannt', 'anonym', 'inconnu', 'invité', 'cliente', 'desconocido', '散客', '匿名', '无'],
  ...['total', 'totals', 'total:', 'grand total', 'subtotal', 'sub-total', 'sub total', 'sum', 'summe', 'gesamt'],
  ...['gesamtsumme', 'zwischensumme', '合计', '总计', '小计', '總計', '合計', '小計'],
]);
const NOBODY_UNITS_MAX = Math.max(...[...nobody].map(({ length }) => length));

/** The form in which a reference is kept and compared; the same of all that look the same. */
export function normalReference(text: string): string {
  if (plain.test(text) || text.length > UNITS_MAX) return text;
  return text
    .replace(blankAtEnds, '')
    .replace(otherBlanks, ' ')
    .replace(wide, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .normalize('NFC');
}

/** What is wrong with a text that is in its normal form; undefined if nothing is. */
export function referenceFlaw(normal: string): ReferenceFlaw | undefined {
  if (normal === '') return 'BLANK';
  if (charactersOf(normal) > REFERENCE_CHARACTERS_MAX) return 'TOO_LONG';
  if (ordinary.test(normal)) return undefined;
  if (!plain.test(normal) && unseen.test(normal)) return 'UNREADABLE';
  if (mangled.test(normal)) return 'MANGLED';
  if (isNobody.test(normal)) return 'PLACEHOLDER';
  if (normal.length <= NOBODY_UNITS_MAX && nobody.has(normal.toLowerCase())) return 'PLACEHOLDER';
  return undefined;
}

/** As many as Unicode counts, not JavaScript; where there are far too many, at least as many as are too many. */
function charactersOf(text: string): number {
  if (text.length <= REFERENCE_CHARACTERS_MAX || text.length > UNITS_MAX) return text.length;
  return Array.from(text).length;
}
