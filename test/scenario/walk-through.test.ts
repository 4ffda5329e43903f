/** The walk-through of docs/governance.md, as it stands there, with curl against a consortium that was started as `npm start` does. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { repositoryRoot } from '../support/repository-files.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

/** The commands below a heading. */
function commandsBelow(page: string, heading: string): string {
  const found = new RegExp(`## ${heading}\\n[^#]*?\`\`\`sh\\n([^]*?)\`\`\``).exec(
    readFileSync(join(repositoryRoot, page), 'utf8'),
  );
  if (found === null) throw new Error(`${page} has no commands below ${heading}`);
  return found[1]!;
}

describeUnless({ docker: 'containers are those of docker-compose.yml' }, 'the walk-through', () => {
  let consortium: LaunchedConsortium;
  let folder = '';

  beforeAll(async () => {
    consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded');
    await consortium.start();
    folder = mkdtempSync(join(tmpdir(), 'walk-through-'));
    symlinkSync(consortium.dataDir, join(folder, 'data'));
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await consortium?.remove();
    rmSync(folder, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  it(
    'does what it says',
    () => {
      const ports = ['harbor', 'citypark', 'greenmart', 'auditor'].map(
        (slug) => new URL(consortium.credentials[slug]!.url).port,
      );
      const commands = commandsBelow('docs/governance.md', 'A walk-through').replace(
        /\b808([1-4])\b/g,
        (_port, nth: string) => ports[Number(nth) - 1]!,
      );
      const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` };
      const output = execFileSync('bash', ['-euo', 'pipefail', '-c', commands], { cwd: folder, env, encoding: 'utf8' });
      const replies = output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const [adopted, suspension] = [
        { proposalId: 'HarborMSP:first-agreement' },
        { proposalId: 'HarborMSP:suspension' },
      ];
      expect(replies).toMatchObject([
        { changes: [expect.stringMatching(/^the agreement is of version none, and will be of version 1/)] },
        { ...adopted, status: 'open' },
        { reasonings: [{ mspId: 'HarborMSP', reason: 'As talked over in spring.' }] },
        { ...adopted, status: 'open' },
        { ...adopted, status: 'passed' },
        { ...adopted, status: 'executed' },
        { mspId: 'GreenMartMSP', agreementVersion: 1 },
        { members: expect.arrayContaining([expect.objectContaining({ mspId: 'GreenMartMSP', agreementVersion: 1 })]) },
        { ...suspension, status: 'open' },
        { ...suspension, status: 'open' },
        { ...suspension, status: 'failed', tally: { for: 1, against: 1, abstain: 0 } },
        { kind: 'issue', state: 'committed' },
        { code: 'DEBITS_STOPPED' },
        { status: 'lifted' },
        { kind: 'redeem', state: 'committed' },
      ]);
    },
    START_TIMEOUT_MS,
  );
});
