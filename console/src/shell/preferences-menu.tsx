/** Language and light, to choose. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../texts/text.js';
import { chooseLanguage, chooseTheme, language, type Language, theme, type Theme } from './preferences.js';

export function Preferences(): JSX.Element {
  const [chosen, setChosen] = useState(theme());
  return (
    <div class="preferences">
      <label>
        <span class="unseen">{t('shell.language')}</span>
        <select value={language()} onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}>
          <option value="en" lang="en">
            English
          </option>
          <option value="zh" lang="zh-CN">
            简体中文
          </option>
        </select>
      </label>
      <label>
        <span class="unseen">{t('shell.theme')}</span>
        <select
          value={chosen}
          onChange={(event) => {
            const next = event.currentTarget.value as Theme;
            chooseTheme(next);
            setChosen(next);
          }}
        >
          <option value="auto">{t('shell.themeAuto')}</option>
          <option value="light">{t('shell.themeLight')}</option>
          <option value="dark">{t('shell.themeDark')}</option>
        </select>
      </label>
    </div>
  );
}
