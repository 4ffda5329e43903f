/**
 * `npm run demo`: a week at three merchants with real purchases, in the running consortium, or in one that is started for
 * it. Exit code 0 when in the end every organisation sees the same, 1 when not.
 */
import '../launcher/require-node.js';
import { readMembers, startConsortium } from '../launcher/start-consortium.js';
import { requireMembers } from './merchants.js';
import { showWeek } from './week.js';
import { endWithError } from '../terminal/end-with-error.js';
import { shortPath } from '../launcher/first-session.js';
import { type Credentials, readCredentials } from '../launcher/gateway-files.js';
import { readSettings, tellsUsage } from '../launcher/settings.js';

async function main(): Promise<void> {
  if (tellsUsage('npm run demo', process.argv.slice(2))) return;
  const settings = readSettings();
  const { dataDir, network, descriptionPath } = settings;
  const running = await readCredentials(dataDir);
  if (await answers(running)) return showWeek(dataDir, running);
  requireMembers(readMembers(descriptionPath));
  console.log(
    `No consortium runs on ${shortPath(dataDir)}: starting one on the ${network} network, for as long as this takes ...`,
  );
  const consortium = await startConsortium(settings);
  try {
    await showWeek(dataDir, consortium.credentials);
  } finally {
    await consortium.stop();
  }
}

async function answers(credentials: Credentials): Promise<boolean> {
  const url = Object.values(credentials)[0]?.url;
  if (url === undefined) return false;
  return fetch(`${url}/livez`).then(
    (response) => response.ok,
    () => false,
  );
}

main().catch(endWithError);
