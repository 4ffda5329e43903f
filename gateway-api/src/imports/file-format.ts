/** How a file is written: said in the request, never guessed while points are issued. */

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gbk', 'latin-1'] as const;
export const delimiters = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
export const decimalMarks = { point: '.', comma: ',' } as const;
/** What stands between groups of three digits. */
export const groupMarks = { none: '', point: '.', comma: ',', space: ' ', apostrophe: "'" } as const;
export const dayFormats = [
  'yyyy-mm-dd',
  'yyyy/mm/dd',
  'yyyymmdd',
  'dd.mm.yyyy',
  'dd/mm/yyyy',
  'dd-mm-yyyy',
  'mm/dd/yyyy',
] as const;

export type Encoding = (typeof encodings)[number];
export type Delimiter = keyof typeof delimiters;
export type DayFormat = (typeof dayFormats)[number];

export interface FileFormat {
  readonly encoding: Encoding;
  /** Absent: what the file says in a first line `sep=;`, and a comma if it says nothing. */
  readonly delimiter?: Delimiter | undefined;
  readonly decimalMark: keyof typeof decimalMarks;
  readonly groupMark: keyof typeof groupMarks;
  /** Decimal places that the currency has. */
  readonly decimals: number;
  readonly dateFormat: DayFormat;
}

/** As far as it was said. */
export type StatedFormat = { readonly [K in keyof FileFormat]?: FileFormat[K] | undefined };

export const DECIMALS_MAX = 6;

export const defaultFormat: FileFormat = {
  encoding: 'utf-8',
  decimalMark: 'point',
  groupMark: 'none',
  decimals: 2,
  dateFormat: 'yyyy-mm-dd',
};
