import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ProcessEndedEarly,
  type ProgramSpec,
  SupervisedProcess,
} from '../../consortium/launcher/supervised-process.js';
import { eventually } from '../support/eventually.js';

/** Counts its starts in a file, says that it is ready, and ends as its arguments say. */
const program = `
  const { appendFileSync } = require('node:fs');
  appendFileSync('starts', 'x');
  console.log('started');
  const [behaviour] = process.argv.slice(2);
  if (behaviour === 'broken') { console.error('it is broken'); process.exit(3); }
  const { existsSync } = require('node:fs');
  if (behaviour === 'misassembled' && existsSync('wrong')) { console.error('wrong: put it right'); process.exit(2); }
  process.on('disconnect', () => process.exit(0));
  if (behaviour === 'again') {
    const { rmSync } = require('node:fs');
    setInterval(() => existsSync('wrong') && (rmSync('wrong'), process.exit(75)), 20);
  }
  if (behaviour === 'misassembled') {
    setInterval(() => existsSync('wrong') && (console.error('wrong: put it right'), process.exit(2)), 20);
  }
  if (behaviour === 'silent') { process.send({ type: 'rearranging', mayTakeMs: Number(process.argv[3]) }); return setTimeout(() => process.send({ type: 'ready' }), 1500); }
  if (behaviour === 'stubborn') process.on('SIGTERM', () => undefined);
  process.send({ type: 'ready' });
  setInterval(() => undefined, 1000);
`;

describe('a supervised process', () => {
  let folder = '';
  let told: string[] = [];
  const processes: SupervisedProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commonpoint-process-'));
    told = [];
    writeFileSync(join(folder, 'program.cjs'), program);
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((each) => each.kill()));
    rmSync(folder, { recursive: true });
  });

  const supervise = (behaviour: string, changes: Partial<ProgramSpec> = {}): SupervisedProcess => {
    const spec: ProgramSpec = {
      name: 'program',
      file: join(folder, 'program.cjs'),
      args: [behaviour],
      workingDir: folder,
      logPath: join(folder, 'logs', 'program.log'),
      tellsReady: true,
      whenItEnds: 'restart',
      ...changes,
    };
    const process = new SupervisedProcess(spec, {
      restarting: (name, how) => told.push(`restarting ${name} ${how}`),
      restarted: (name) => told.push(`restarted ${name}`),
      lost: (name, how) => told.push(`lost ${name} ${how}`),
    });
    processes.push(process);
    return process;
  };
  const starts = () => (existsSync(join(folder, 'starts')) ? readFileSync(join(folder, 'starts'), 'utf8').length : 0);

  it('is ready when it says so, and gone when it was stopped', async () => {
    const running = supervise('well');
    await running.start();
    expect(running.pid).toBeGreaterThan(0);
    await running.stop();
    expect(running.pid).toBeUndefined();
    expect([starts(), told]).toEqual([1, []]);
  });

  it('is started again until people have put right what it says, also after it was ready', async () => {
    await supervise('misassembled').start();
    writeFileSync(join(folder, 'wrong'), '');
    const wrong = 'restarting program exit code 2: wrong: put it right';
    const isTold = (times: number) => async () => told.filter((line) => line === wrong).length >= times;
    await eventually(isTold(2), Boolean, { intervalMs: 20 });
    rmSync(join(folder, 'wrong'));
    await eventually(
      async () => told,
      (all) => all.at(-1) === 'restarted program',
      { intervalMs: 20 },
    );
  });

  it('is started again when it is killed', async () => {
    const running = supervise('well');
    await running.start();
    process.kill(running.pid ?? 0, 'SIGKILL');
    await eventually(
      async () => told,
      (all) => all.includes('restarted program'),
      { intervalMs: 20 },
    );
    expect(told).toEqual(['restarting program SIGKILL', 'restarted program']);
    expect(starts()).toBe(2);
  });

  it('is not started again where nothing can go on without it', async () => {
    const running = supervise('well', { whenItEnds: 'give-up' });
    await running.start();
    process.kill(running.pid ?? 0, 'SIGKILL');
    await eventually(
      async () => told,
      (all) => all.length > 0,
      { intervalMs: 20 },
    );
    expect([told, starts()]).toEqual([['lost program SIGKILL'], 1]);
  });

  it('is started again there as well when it asks for it, as it found what only its next start can mend', async () => {
    const running = supervise('again', { whenItEnds: 'give-up' });
    await running.start();
    writeFileSync(join(folder, 'wrong'), '');
    await eventually(
      async () => told,
      (all) => all.length > 1,
      { intervalMs: 20 },
    );
    expect(told).toEqual(['restarting program exit code 75', 'restarted program']);
    expect(starts()).toBe(2);
  });

  it('that ends before it is ready fails the start, with the end of its log', async () => {
    const failed = await supervise('broken')
      .start()
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ProcessEndedEarly);
    expect(failed).toMatchObject({ code: 3, lastLines: expect.stringContaining('it is broken') });
    expect([starts(), told]).toEqual([1, []]);
  });

  it('that tells nothing for too long is given up, but for one that said how long it may take', async () => {
    const given = (mayTakeMs: number) =>
      supervise('silent', { args: ['silent', String(mayTakeMs)], silentMs: 400 }).start();
    await expect(given(0)).rejects.toThrow('program is not ready after 0.4 s');
    await given(60_000);
  });

  it('that does not listen to SIGTERM is killed after a while', async () => {
    const running = supervise('stubborn', { stopTimeoutMs: 100 });
    await running.start();
    await running.stop();
    expect(running.pid).toBeUndefined();
  });

  it('keeps the last run’s log beside this one’s', async () => {
    const running = supervise('well');
    await running.start();
    await running.stop();
    await running.start();
    await running.stop();
    const log = (name: string) => readFileSync(join(folder, 'logs', name), 'utf8');
    expect([log('program.previous.log'), log('program.log')]).toEqual(['started\n', 'started\n']);
  });
});
