// `npm test`: prepares the clone, then runs every test: those inside one process, then the scenarios against the network
// named by NETWORK (embedded if unset) and, where Fabric's own programs are found, against these as well. Against containers
// only when NETWORK=docker asks for it: that builds images.
// Arguments: `unit` or `scenario` for one half; `long` for the tests that take long (test/long-tests.cjs), which the others
// leave out unless a path is named; or what else `npm test` leaves out: `fault`, single programs of a network that are killed
// or stopped under load, on real Fabric unless NETWORK says otherwise; `client`, clients made of the API's description;
// `console`, the console in a Chromium on a consortium that runs, where there is a Chromium.
// Further arguments go to jest.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCompose } from './docker-compose.mjs';
import { hasFabric } from './fabric-programs.mjs';
import { findNode } from './node-runtime.mjs';
import { prepare, root } from './prepare.mjs';

const [first, ...rest] = process.argv.slice(2);
const half = ['unit', 'scenario', 'long', 'fault', 'client', 'console'].find((known) => known === first);
const jestArguments = half === undefined ? process.argv.slice(2) : rest;

// Which of them: a path names what it names.
const isPathNamed = jestArguments.some((argument) => !argument.startsWith('-'));
const which = half === 'long' ? 'long' : isPathNamed ? 'all' : 'short';

// Set but empty is as good as unset.
const asked = process.env.NETWORK || undefined;
const network = asked ?? (half === 'fault' ? 'native' : 'embedded');
/** So long after its report a run of tests may take to end. */
const ENDS_WITHIN_MS = 60_000;
const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

if (!['embedded', 'native', 'docker'].includes(network)) {
  say(`NETWORK must be embedded, native or docker, not "${network}".`);
  process.exit(2);
}
const { FABRIC_BIN } = process.env;
const missingFabric = `\`peer\` and \`orderer\` are ${FABRIC_BIN ? `not both in FABRIC_BIN (${FABRIC_BIN})` : 'neither in FABRIC_BIN nor on PATH'}`;
if (half !== 'unit' && network === 'native' && !hasFabric()) {
  say(`${half ?? 'scenario'}s not run: ${missingFabric} (NETWORK=embedded needs neither)`);
  process.exit(2);
}
const compose = network === 'docker' ? findCompose() : undefined;
if (compose?.missing !== undefined && half !== 'unit') {
  say(compose.missing);
  process.exit(2);
}

try {
  prepare();
  if (compose !== undefined && half !== 'unit') buildImages(compose.command);
  if (half === 'fault' || half === 'client' || half === 'console') await jest(half, network);
  if (half === undefined || half === 'unit' || half === 'long') await jest('unit', network);
  if (half === undefined || half === 'scenario' || half === 'long') {
    await jest('scenario', network);
    if (asked === undefined) {
      if (hasFabric()) await jest('scenario', 'native');
      else say(`scenarios on real Fabric not run: ${missingFabric}`);
      say('scenarios in containers not run: they begin with building images (NETWORK=docker npm test does it)');
      if (half === undefined) say('tests that take long not run: npm run test:long');
    }
  }
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
  if (broken || totals.failed > 0 || totals.passed + (half === 'console' ? totals.skipped : 0) === 0)
    process.exitCode = 1;
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

/** Once, instead of in the first test that needs them, which would run into its time limit. */
function buildImages(command) {
  say(`building images (${command} build), which takes minutes the first time`);
  const [program, ...args] = command.split(' ');
  const { status, stdout, stderr } = spawnSync(program, [...args, '--file', 'docker-compose.yml', 'build'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the images could not be built:\n${stdout}${stderr}`);
}

async function jest(project, networkKind) {
  if (project !== 'unit') say(`${project}s on the ${networkKind} network`);
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-jest-'));
  const report = join(folder, 'report.json');
  // Scenarios measure nothing, but two consortiums at once would be slow enough to run into timeouts on two cores.
  const workers = project === 'unit' ? [] : ['--runInBand'];
  const running = spawn(
    findNode(root),
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--selectProjects',
      project,
      '--passWithNoTests',
      // Given twice it would be none.
      ...(jestArguments.some((argument) => argument.startsWith('--testTimeout')) ? [] : ['--testTimeout=30000']),
      '--json',
      `--outputFile=${report}`,
      ...workers,
      ...jestArguments,
    ],
    // The report goes to the file; what people read goes to stderr anyway.
    {
      cwd: root,
      // A group of its own, to be ended with all that it left behind.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        TESTS: which,
        NETWORK: networkKind,
        ...(compose?.command && { COMPOSE_COMMAND: compose.command }),
      },
    },
  );
  const status = await ended(running, report);
  if (status !== 0) broken = true;
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    totals.passed += result.numPassedTests;
    // A file that could not even be loaded has no tests that fail.
    totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    totals.skipped += result.numPendingTests + result.numTodoTests;
  } catch {
    broken = true;
    totals.failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
}

/** The exit code; null of one that was ended because something of its tests went on after the report. */
function ended(running, report) {
  return new Promise((resolve, reject) => {
    const end = (signal) => {
      try {
        process.kill(-running.pid, signal);
      } catch {
        // It is gone.
      }
    };
    const stop = () => {
      end('SIGTERM');
      process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
    let reportedAt;
    const look = setInterval(() => {
      if (existsSync(report)) reportedAt ??= Date.now();
      if (reportedAt === undefined || Date.now() - reportedAt < ENDS_WITHIN_MS) return;
      say('something of the tests still ran a minute after their report, and was ended');
      end('SIGKILL');
    }, 1_000);
    running.once('error', reject);
    running.once('exit', (status) => {
      clearInterval(look);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop);
      resolve(status);
    });
  });
}

function say(text) {
  process.stderr.write(`commonpoint: ${text}\n`);
}
