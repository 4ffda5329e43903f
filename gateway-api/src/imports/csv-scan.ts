/** One record of a CSV text that has quotation marks (RFC 4180), found by reading it field by field. */

/** A record's fields and where the next one begins. */
export interface Scanned {
  readonly fields: readonly string[];
  readonly end: number;
}

/**
 * - `incomplete`: the text ends within a quoted field;
 * - `misquoted`: something stands behind the closing mark at `at`. Whoever doubles the marks inside a field, as the format
 *   asks, never writes that.
 */
export type Unscanned = { readonly fault: 'incomplete' | 'misquoted'; readonly at: number };

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

/** A mark within a field that does not begin with one is a character like others. */
export function scanRecord(text: string, start: number, delimiter: string, isLast: boolean): Scanned | Unscanned {
  const separator = delimiter.charCodeAt(0);
  const fields: string[] = [];
  let at = start;
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      let value = '';
      let from = at + 1;
      for (;;) {
        const mark = text.indexOf('"', from);
        if (mark < 0) return { fault: 'incomplete', at: text.length };
        value += text.slice(from, mark);
        at = mark + 1;
        if (text.charCodeAt(at) !== QUOTE) break;
        value += '"';
        from = at + 1;
      }
      fields.push(value);
    } else {
      const from = at;
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === separator || code === LINE_FEED || code === CARRIAGE_RETURN) break;
      }
      fields.push(text.slice(from, at));
    }
    if (at >= text.length) return isLast ? { fields, end: at } : { fault: 'incomplete', at };
    const code = text.charCodeAt(at);
    if (code === separator) at++;
    else if (code === LINE_FEED) return { fields, end: at + 1 };
    else if (code !== CARRIAGE_RETURN) return { fault: 'misquoted', at };
    else if (at + 1 === text.length && !isLast) return { fault: 'incomplete', at };
    else return { fields, end: text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1 };
  }
}
