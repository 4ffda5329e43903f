/** Who joins or leaves while a consortium is being started is noticed too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followMembers } from '../../consortium/launcher/follow-members.js';
import { noteJoined } from '../../network/joined.js';
import { noteLeft } from '../../network/left.js';
import { eventually } from '../support/eventually.js';

const fresh = { slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant', gateway: true } as const;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'follow-members-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('looks at once: a change before it began to watch is taken in, each later one too', async () => {
  noteJoined(dataDir, { ...fresh, gateway: false });
  const called: string[] = [];
  const following = followMembers({
    dataDir,
    endGateways: () => Promise.resolve(void called.push('ended')),
    nodes: () => called.push('nodes'),
    gateways: () => Promise.resolve(void called.push('gateways')),
    log: (line) => called.push(line),
  });
  const calls = (count: number): Promise<number> =>
    eventually(
      () => Promise.resolve(called.length),
      (each) => each >= count,
    );
  try {
    await calls(3);
    expect(called).toEqual(['ended', 'nodes', 'gateways']);
    noteJoined(dataDir, fresh);
    await calls(6);
    noteLeft(dataDir, 'FreshMSP');
    await calls(9);
    const round = ['ended', 'nodes', 'gateways'];
    expect(called).toEqual([...round, ...round, ...round]);
  } finally {
    await following.stop();
  }
});
