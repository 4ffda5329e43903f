/** The curve: what falls due is late when it is late, and what two checkouts did is put side by side. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CurvePoint, curveLines, mediansOf } from '../../consortium/bench/curve-report.js';
import { curvePicture } from '../../consortium/bench/curve-picture.js';
import { runOpenLoop } from '../../consortium/bench/open-loop.js';
import { readBenchSettings } from '../../consortium/bench/settings.js';
import { programIn } from '../../consortium/bench/started-checkout.js';
import { Complaint } from '../../consortium/terminal/complaint.js';

const point = (more: Partial<CurvePoint>): CurvePoint => ({
  side: 'this',
  rate: 100,
  p50Ms: 10,
  p99Ms: 20,
  failed: 0,
  failures: {},
  cpuMs: { gateway: 1, network: 2 },
  ...more,
});

describe('operations that fall due', () => {
  it('begin whether or not earlier ones were answered, and each counts from when it was due', async () => {
    let release = (): void => undefined;
    const standstill = new Promise<void>((resolve) => (release = resolve));
    let under = 0;
    const running = runOpenLoop({
      perSecond: 100,
      durationMs: 200,
      operate: async () => {
        under += 1;
        if (under === 20) setTimeout(release, 300);
        await standstill;
        return undefined;
      },
    });
    const { committed, p50Ms, p99Ms } = await running;
    expect(committed).toBe(20);
    // The first waited for all the others to fall due and for the standstill; even the last for 300 ms.
    expect(p50Ms).toBeGreaterThanOrEqual(290);
    expect(p99Ms).toBeGreaterThanOrEqual(450);
  });

  it('count as failed by what went wrong', async () => {
    const { committed, failed, failures } = await runOpenLoop({
      perSecond: 1_000,
      durationMs: 10,
      operate: async (sequence) => {
        await sleep(1);
        if (sequence === 3) throw new Error('lost');
        return sequence % 2 === 0 ? undefined : '503 BUSY';
      },
    });
    expect({ committed, failed, failures }).toEqual({ committed: 5, failed: 5, failures: { '503 BUSY': 4, lost: 1 } });
  });
});

it('is the median of the rounds, failures summed', () => {
  const rounds = [
    point({ clients: 16, rate: 100, failed: 1 }),
    point({ clients: 16, rate: 300 }),
    point({ clients: 16, rate: 200, failed: 2 }),
    point({ clients: 64, rate: 7 }),
  ];
  expect(mediansOf(rounds).map(({ clients, rate, failed }) => [clients, rate, failed])).toEqual([
    [16, 200, 3],
    [64, 7, 0],
  ]);
});

it('puts what another revision did beside it, in parts', () => {
  const points = [point({ side: 'v1', clients: 16, cpuMs: { gateway: 4 } }), point({ clients: 16, rate: 50 })];
  expect(curveLines(points, ['v1', 'this'])).toEqual([
    '16 clients         v1: 100/s, p50 10 ms, p99 20 ms, failed 0, CPU 4.00 ms (gateway 4.00) | ' +
      'this: 50/s, p50 10 ms, p99 20 ms, failed 0, CPU 3.00 ms (gateway 1.00, network 2.00); parts: 0.50 of the rate, 0.75 of the processor',
  ]);
});

it('is drawn with a line for each side, whatever a revision is called', () => {
  const points = [16, 64].flatMap((clients) => ['<v1>', 'this'].map((side) => point({ side, clients })));
  const svg = curvePicture([...points, point({ due: 50 })], ['<v1>', 'this'], 'a & b');
  expect(svg.match(/<polyline points="[^"]+ [^"]+"/g)).toHaveLength(4);
  expect(svg).toContain('&lt;v1');
  expect(svg).not.toContain('<v1>');
});

it.each([
  ['node gateway-api/dist/main.js --config /d/gateways/harbor/config.json', 'gateway'],
  ['node gateway-api/dist/main.js --config /d/gateways/citypark/config.json', 'other gateways'],
  ['node /n/fabric-shim/cli.js server --chaincode-address 127.0.0.1:1', 'chaincode'],
  ['node /r/network/dist/embedded/main.js --data-dir /d', 'network'],
  ['/opt/bin/peer node start', 'peers'],
  ['/opt/bin/orderer ', 'orderers'],
  ['node consortium/dist/launcher/main.js', 'launcher'],
])('knows a program by its command line: %s', (line, program) => {
  expect(programIn(line)).toBe(program);
});

it('is asked for by itself, with a revision to compare with', () => {
  expect(readBenchSettings(['--curve', '--against', 'v1', '--rounds', '2', '--quick'], {}).curve).toMatchObject({
    clients: [16, 64, 256, 1_024],
    against: 'v1',
    rounds: 2,
    durationMs: 3_000,
  });
  for (const args of [
    ['--against', 'v1'],
    ['--curve', '--readers'],
    ['--curve', '--beside', '/x'],
    ['--curve', '--close'],
  ])
    expect(() => readBenchSettings(args, {})).toThrow(Complaint);
});
