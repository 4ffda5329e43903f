/** Days as files write them. */
import type { DayFormat } from './file-format.js';

/** As on the ledger: `2026-11-02`; undefined for what is no calendar day in this format. */
export type ReadDay = (text: string) => string | undefined;

/** Years before are what programs write that know no day. */
const YEAR_MIN = 1900;
/** Between the first place on Earth where a day begins and UTC. */
const FIRST_OFFSET_MS = 14 * 60 * 60 * 1000;

const patterns: Readonly<Record<DayFormat, RegExp>> = {
  'yyyy-mm-dd': /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  'yyyy/mm/dd': /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})$/,
  yyyymmdd: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  'dd.mm.yyyy': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
  'dd/mm/yyyy': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'dd-mm-yyyy': /^(?<day>\d{1,2})-(?<month>\d{1,2})-(?<year>\d{4})$/,
  'mm/dd/yyyy': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
};

/** More than a file has days, mostly. */
const DAYS_REMEMBERED = 4_096;

/** A file has few days and many rows, so each is parsed once. */
export function dayReader(format: DayFormat): ReadDay {
  const days = new Map<string, string | undefined>();
  return (text) => {
    const known = days.get(text);
    if (known !== undefined || days.has(text)) return known;
    if (days.size >= DAYS_REMEMBERED) days.clear();
    const day = parseDay(text.trim(), format);
    days.set(text, day);
    return day;
  };
}

function parseDay(text: string, format: DayFormat): string | undefined {
  const { year, month, day } = patterns[format].exec(text)?.groups ?? {};
  if (Number(year ?? 0) < YEAR_MIN) return undefined;
  const written = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  const date = new Date(`${written}T00:00:00.000Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(written) ? undefined : written;
}

/** The last day that has begun anywhere: what is dated after it lies in the future for everybody. */
export const latestDay = (now: Date): string => new Date(now.getTime() + FIRST_OFFSET_MS).toISOString().slice(0, 10);
