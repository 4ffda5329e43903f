/** What the reader likes: language and light. Kept by the browser; nothing of it opens anything. */

export type Theme = 'auto' | 'light' | 'dark';
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

const read = (name: string): string | undefined => {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    // A browser may keep nothing for anybody.
    return undefined;
  }
};

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It holds until the page is left.
  }
}

export function language(): Language {
  const kept = languages.find((each) => each === read('language'));
  return kept ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}

/** The language of the texts is the page's: it is shown anew. */
export function chooseLanguage(chosen: Language): void {
  keep('language', chosen);
  location.reload();
}

export function theme(): Theme {
  const kept = read('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

export function chooseTheme(chosen: Theme): void {
  keep('theme', chosen);
  showTheme();
}

export function showTheme(): void {
  const chosen = theme();
  if (chosen === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}
