/** Every word on the screen, in the reader's language: `t('nav.overview')`, with `{names}` filled in. */
import { language, type Language } from '../shell/preferences.js';
import { en, type TextName, type Texts } from './en.js';

export type { TextName };

let texts: Texts = en;
let current: Language = 'en';
let refusals: Readonly<Record<string, string>> = {};

/** English comes along; another language is loaded by who reads it. */
export async function loadTexts(chosen = language()): Promise<void> {
  current = chosen;
  if (chosen === 'zh') {
    const { zh, zhRefusals } = await import('./chinese.js');
    [texts, refusals] = [zh, zhRefusals];
  } else [texts, refusals] = [en, {}];
  if (typeof document !== 'undefined') document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
}

export function t(name: TextName, values: Readonly<Record<string, string | number>> = {}): string {
  return texts[name].replaceAll(/\{(\w+)\}/g, (whole, value: string) => String(values[value] ?? whole));
}

/** The text of a name that is made of a value, as of a status; the value itself where there is none. */
export function tOf(group: string, value: string): string {
  const name = `${group}.${value}`;
  return name in texts ? texts[name as TextName] : value;
}

/** What a refusal says, in another language than the gateway's own, which is English. */
export const refusalText = (code: string): string | undefined => refusals[code];

/** The reader's own locale where it is one of the language's, as `en-GB` or `de-CH` would be of none. */
export function locale(): string {
  const own = typeof navigator === 'undefined' ? [] : navigator.languages;
  return own.find((each) => each.toLowerCase().startsWith(current)) ?? (current === 'zh' ? 'zh-CN' : 'en-GB');
}
