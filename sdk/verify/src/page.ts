/** The page: two files, chosen or dropped, and a verdict in green or red. */
import { judge as sentencesOf } from './judge.js';
import { readPolicy } from './policy.js';

const given: { policy?: string; proof?: string } = {};
const verdict = document.querySelector('#verdict') as HTMLOutputElement;

async function judge(): Promise<void> {
  const { policy, proof } = given;
  if (policy === undefined || proof === undefined) {
    show('', policy === undefined ? 'Whom do you trust? The first file is missing.' : 'The proof is missing.');
    return;
  }
  try {
    show('proved', ['PROVED', ...(await sentencesOf(proof, readPolicy(policy)))].join('\n'));
  } catch (error) {
    show('refused', `NOT PROVED\n${(error as Error).message}`);
  }
}

/** As text: what a file holds is nothing to be run. */
function show(className: string, text: string): void {
  verdict.className = className;
  verdict.textContent = text;
}

/** Which of the two a file is, is told by what it holds. */
async function take(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    const text = await file.text();
    given[/^\s*\{.*"keys"\s*:/s.test(text) ? 'policy' : 'proof'] = text;
  }
  await judge();
}

for (const name of ['policy', 'proof'] as const) {
  const input = document.querySelector(`#${name}`) as HTMLInputElement;
  input.addEventListener('change', () => {
    void input.files?.[0]?.text().then(async (text) => {
      given[name] = text;
      await judge();
    });
  });
}
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  void take(event.dataTransfer?.files ?? []);
});
