/** Packets between a gateway and its peer that are dropped without a reset: noticed within 20 s, and all is well when they come again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import type { GatewayConfig } from '../../gateway-api/src/config.js';
import { networkKind } from '../support/network-kind.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { SilentLink, whyNoSilentLink } from '../support/silent-link.js';

const NOTICED_MS_MAX = 20_000;
const why = networkKind === 'docker' ? 'gateways there are containers' : (whyNoSilentLink() ?? undefined);
const name = `a peer of ${networkKind} behind a link that drops packets`;

(why === undefined ? describe : describe.skip)(why === undefined ? name : `${name} (not run: ${why})`, () => {
  let running: RunningConsortium;
  let link: SilentLink;
  let gateway: ChildProcess;
  let url: string;

  /** Harbor's gateway once more, with a file of its own, by way of the link. */
  beforeAll(async () => {
    running = await RunningConsortium.start();
    const folder = join(running.dataDir, 'gateways', 'harbor');
    const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as GatewayConfig;
    link = await SilentLink.to(Number(config.peer.endpoint.split(':')[1]));
    const port = await findFreePorts(1);
    const second = join(running.dataDir, 'second');
    mkdirSync(second);
    const path = join(second, 'config.json');
    const peer = { ...config.peer, endpoint: link.endpoint };
    writeFileSync(path, JSON.stringify({ ...config, peer, port, databasePath: join(second, 'gateway.db') }));
    const args = ['--disable-warning=ExperimentalWarning', builtProgram('gateway-api', 'main.js'), '--config', path];
    gateway = spawn(process.execPath, args, { stdio: 'ignore' });
    url = `http://127.0.0.1:${port}`;
    await eventually(readiness, ({ status }) => status === 200, { timeoutMs: 60_000 });
  }, 2 * START_TIMEOUT_MS);
  afterAll(async () => {
    gateway?.kill();
    link?.end();
    await running?.stopAndRemove();
  }, START_TIMEOUT_MS);

  async function readiness(): Promise<{ status: number; body: { peerReachable: boolean } }> {
    const response = await fetch(`${url}/readyz`);
    return { status: response.status, body: (await response.json()) as { peerReachable: boolean } };
  }

  async function open(memberRef: string): Promise<number> {
    const { status } = await fetch(`${url}/v1/accounts`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${running.credentials['harbor']!.keys['operator']}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        prefer: 'wait=2',
      },
      body: JSON.stringify({ memberRef }),
    });
    return status;
  }

  it('is noticed within 20 s, three times, and goes on by itself', async () => {
    const noticed: number[] = [];
    const back: number[] = [];
    for (let round = 0; round < 3; round++) {
      expect([200, 201, 202]).toContain(await open(`before-${round}`));
      link.cut();
      const since = Date.now();
      await eventually(readiness, ({ body }) => !body.peerReachable, { timeoutMs: 40_000, intervalMs: 50 });
      noticed.push(Date.now() - since);
      expect([202, 503, 504]).toContain(await open(`meanwhile-${round}`));
      link.mend();
      const mended = Date.now();
      await eventually(readiness, ({ status }) => status === 200, { timeoutMs: 30_000, intervalMs: 50 });
      await eventually(
        () => open(`after-${round}`),
        (status) => status === 201 || status === 200,
        { timeoutMs: 30_000 },
      );
      back.push(Date.now() - mended);
    }
    process.stderr.write(
      `\ndropped packets noticed after ${noticed.join(', ')} ms; writes again ${back.join(', ')} ms after\n`,
    );
    expect(Math.max(...noticed)).toBeLessThanOrEqual(NOTICED_MS_MAX);
  }, 240_000);
});
