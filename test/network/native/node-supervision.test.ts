import { setTimeout as sleep } from 'node:timers/promises';
import { NodeSupervision, type NodeSupervisionOptions } from '../../../network/native/node-supervision.js';
import { eventually } from '../../support/eventually.js';

const peer = 'peer0.harbor.commonpoint.example';
const orderer = 'orderer0.harbor.commonpoint.example';

function supervise(options: Partial<NodeSupervisionOptions> = {}) {
  const starts: { hostname: string; at: number }[] = [];
  const supervision: NodeSupervision = new NodeSupervision({
    restart: (hostname) => {
      starts.push({ hostname, at: Date.now() });
      return Promise.resolve();
    },
    delaysMs: [0, 150],
    ...options,
  });
  const started = (count: number) =>
    eventually(
      () => Promise.resolve(starts.length),
      (length) => length === count,
      { intervalMs: 5, timeoutMs: 3_000 },
    );
  return { supervision, starts, started };
}

describe('supervision of nodes', () => {
  it('starts a node again that has ended, and only that one', async () => {
    const { supervision, starts, started } = supervise();
    supervision.ended(peer);
    await started(1);
    await sleep(50);
    expect(starts.map(({ hostname }) => hostname)).toEqual([peer]);
  });

  it('waits longer for one that ended soon after its start; each node has its own count', async () => {
    const { supervision, starts, started } = supervise();
    supervision.ended(peer);
    await started(1);
    const endedAgainAt = Date.now();
    supervision.ended(peer);
    supervision.ended(orderer);
    await started(3);
    expect(starts[1]?.hostname).toBe(orderer);
    expect((starts[2]?.at ?? 0) - endedAgainAt).toBeGreaterThanOrEqual(140);
  });

  it('does not hold it against a node that ran for a while', async () => {
    const { supervision, starts, started } = supervise({ delaysMs: [0, 60_000], stableAfterMs: 30 });
    supervision.ended(peer);
    await started(1);
    await sleep(60);
    supervision.ended(peer);
    await started(2);
    expect(starts).toHaveLength(2);
  });

  it('leaves a node down while it is held', async () => {
    let held = true;
    const { supervision, starts, started } = supervise({ isHeld: () => held });
    supervision.ended(peer);
    await sleep(300);
    expect(starts).toEqual([]);
    held = false;
    await started(1);
  });

  it('starts nothing once stopped', async () => {
    const { supervision, starts } = supervise();
    supervision.ended(peer);
    supervision.stop();
    supervision.ended(orderer);
    await sleep(50);
    expect(starts).toEqual([]);
  });

  it('says why a start failed', async () => {
    const lines: string[] = [];
    const { supervision } = supervise({
      restart: () => Promise.reject(new Error('not ready')),
      log: (line) => lines.push(line),
    });
    supervision.ended(peer);
    await eventually(
      () => Promise.resolve(lines),
      ({ length }) => length === 1,
      { intervalMs: 5 },
    );
    expect(lines).toEqual(['not ready']);
  });
});
