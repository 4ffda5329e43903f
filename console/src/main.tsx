/** Where the application begins: the texts of the reader's language, then the shell. */
import { render } from 'preact';
import { App } from './shell/app.js';
import { loadTexts } from './texts/text.js';
import { showTheme } from './shell/preferences.js';

showTheme();
await loadTexts();
render(<App />, document.getElementById('console')!);
