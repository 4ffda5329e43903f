// How quickly balances are claimed, beside an import of as many rows: `npm run bench:migration -- 100000`, with `npm start` beside it on
// the same DATA_DIR. Both open an account for each row. A second number is of rounds, in which both take turns, so that what else
// the machine does meets both. CPU is of all the consortium's processes; memory as the system has it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../sdk/client/dist/index.js';

const count = Number(argv[2] ?? 100_000);
const rounds = Number(argv[3] ?? 1);
const SAMPLE_MS = 60_000;
const dataDir = env.DATA_DIR ?? 'data';
const credentials = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
const as = (slug) =>
  new Client({
    url: credentials[slug].url,
    apiKey: credentials[slug].keys.admin,
    timeoutMs: 600_000,
    attemptTimeoutMs: 0,
  });
const harbor = as('harbor');
const run = Date.now().toString(36);
const path = '/v1/migrations/{mspId}/{migrationId}';
const say = (text) => stdout.write(`${text}\n`);

/** A file of any length, made as it is read. */
const fileOf = (header, row) => {
  const parts = [`${header}\n`];
  for (let at = 0; at < count; at += 10_000)
    parts.push(Array.from({ length: Math.min(10_000, count - at) }, (_, n) => `${row(at + n)}\n`).join(''));
  return new Blob(parts);
};

/** What a phase took, of time and CPU for each row; with the memory of the gateway and of all, at its end and once a minute. */
async function timed(what, work) {
  const samples = [];
  const sampling = setInterval(() => samples.push(memory()?.gateway), SAMPLE_MS);
  const [begun, cpuBegun] = [performance.now(), cpuSeconds()];
  await work();
  clearInterval(sampling);
  const seconds = (performance.now() - begun) / 1000;
  const cpu = ((cpuSeconds() - cpuBegun) / count) * 1e6;
  const now = memory();
  const told = now && `; gateway ${now.gateway} MiB, at the most ${now.highest} MiB; all processes ${now.all} MiB`;
  say(
    `${what}: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second, ${Math.round(cpu)} µs of CPU each${told ?? ''}`,
  );
  if (samples.length > 0) say(`  the gateway's MiB by the minute: ${samples.join(' ')}`);
  return { perSecond: count / seconds, cpu };
}

/** The consortium's processes: Harbor's gateway, its parent, and all that this one began; none where the system does not tell. */
function processes() {
  const parents = new Map();
  let gateway;
  try {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const stat = readFileSync(join('/proc', pid, 'stat'), 'utf8');
        parents.set(pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const line = readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
        const isOurs = line.includes('gateway-api/dist/main.js') && line.includes(dataDir);
        if (isOurs && line.includes('harbor')) gateway = pid;
      } catch {
        // It has ended meanwhile.
      }
    }
  } catch {
    return { all: [] };
  }
  const launcher = parents.get(gateway);
  const isBelow = (pid) => pid !== undefined && (pid === launcher || isBelow(parents.get(pid)));
  return { gateway, all: launcher === undefined ? [] : [...parents.keys()].filter(isBelow) };
}

function cpuSeconds() {
  const ticks = processes().all.map((pid) => {
    try {
      const stat = readFileSync(join('/proc', pid, 'stat'), 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(fields[11]) + Number(fields[12]);
    } catch {
      return 0;
    }
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

/** In MiB. */
function memory() {
  const { gateway, all } = processes();
  if (gateway === undefined) return undefined;
  const mib = (pid, name) => {
    try {
      const status = readFileSync(join('/proc', pid, 'status'), 'utf8');
      return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024);
    } catch {
      return 0;
    }
  };
  return {
    gateway: mib(gateway, 'VmRSS'),
    highest: mib(gateway, 'VmHWM'),
    all: all.reduce((sum, pid) => sum + mib(pid, 'VmRSS'), 0),
  };
}

async function claimed(round) {
  const migration = { mspId: credentials.harbor.mspId, migrationId: `measured-${run}-${round}` };
  await timed('snapshot taken', () =>
    harbor.post(
      '/v1/migrations',
      fileOf('customer_id,points,expires_on', (n) => `old ${run} ${round} ${n},${(n % 900) + 1},2029-12-31`),
      { query: { program: 'harbor', migrationId: migration.migrationId } },
    ),
  );
  await harbor.post(`${path}/propose`, undefined, { params: migration });
  for (const slug of ['citypark', 'greenmart']) {
    const other = as(slug);
    for (let read; read === undefined; await sleep(100))
      read = await other.get(path, { params: migration }).catch(() => undefined);
    const { root, total } = await other.get(path, { params: migration });
    await other.post(`${path}/approve`, { root, total }, { params: migration });
  }
  while ((await harbor.get(path, { params: migration })).status !== 'approved') await sleep(50);
  const took = await timed('claimed', async () => {
    await harbor.post(`${path}/claim`, undefined, { params: migration });
    while ((await harbor.get(path, { params: migration })).snapshot?.state !== 'claimed') await sleep(200);
  });
  const { claimedSoFar } = await harbor.get(path, { params: migration });
  if (claimedSoFar.count !== count) throw new Error(`${claimedSoFar.count} of ${count} were claimed`);
  return took;
}

const imported = (round) =>
  timed('imported', async () => {
    const done = await harbor.post(
      '/v1/imports',
      fileOf('customer_id,date,amount', (n) => `new ${run} ${round} ${n},2026-11-01,${(n % 900) + 1}.00`),
      { query: { program: 'harbor', pointsPerUnit: 1, rounding: 'floor' } },
    );
    if (done.state !== 'completed' || done.rowsPosted !== count) say(JSON.stringify(done));
  });

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
say(`${count} balances, ${rounds} times`);
const took = { claims: [], rows: [] };
for (let round = 0; round < rounds; round++) {
  // Each begins as often as the other.
  for (const what of round % 2 === 0 ? ['claims', 'rows'] : ['rows', 'claims'])
    took[what].push(await (what === 'claims' ? claimed(round) : imported(round)));
}
const of = (what, field) => mean(took[what].map((each) => each[field]));
say(
  `a claim takes ${(of('rows', 'perSecond') / of('claims', 'perSecond')).toFixed(2)} of the time of an import's row, ` +
    `and ${(of('claims', 'cpu') / of('rows', 'cpu')).toFixed(2)} of its CPU`,
);
