/** A consortium whose files were damaged starts and commits again, or says in one sentence which file and what to do. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless } from '../support/network-kind.js';

const START_TIMEOUT_MS = 180_000;
const blocks = 'embedded/ordering/points/blocks';

const notOurs = 'the files are Fabric’s own there';
describeUnless({ native: notOurs, docker: notOurs }, 'a consortium whose files were damaged', () => {
  let consortium: LaunchedConsortium;
  const at = (path: string) => join(consortium.dataDir, path);

  beforeAll(async () => {
    consortium = await LaunchedConsortium.create('embedded');
    await consortium.start();
    await consortium.stop();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await consortium.remove();
  }, START_TIMEOUT_MS);

  it(
    'heals and commits: 100 bytes cut from the orderers’ blocks, a peer’s state without CURRENT, no channel block',
    async () => {
      truncateSync(at(blocks), readFileSync(at(blocks)).length - 100);
      truncateSync(at('embedded/peers/harbor/channels/points/ledger/rows/CURRENT'), 0);
      rmSync(at('channel/points.block'));
      await consortium.start();
      const { url, keys } = consortium.credentials['harbor']!;
      const answer = await fetch(`${url}/v1/accounts`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys.operator}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ memberRef: randomUUID() }),
      });
      expect(answer.status).toBe(201);
      await consortium.stop();
    },
    START_TIMEOUT_MS,
  );

  it.each([
    ['foundation.json', ''],
    ['credentials.json', ''],
    ['gateways/harbor/pseudonym.key', '0'.repeat(64)],
    ['gateways/harbor/pseudonym.tree', '{}'],
    ['gateways/harbor/gateway.db', 'no database '.repeat(1_000)],
    ['organizations/peerOrganizations/harbor.commonpoint.example/tlsca/tlsca.harbor.commonpoint.example-cert.pem', ''],
  ])(
    'says what to do about %s',
    async (path, text) => {
      const before = readFileSync(at(path));
      writeFileSync(at(path), text);
      const refused: unknown = await consortium.start().catch((error: unknown) => error);
      expect(refused).toMatchObject({ name: 'Complaint', exitCode: 2 });
      const { message } = refused as Error;
      expect(message).toContain(at(path));
      expect(message.trim().split('\n')).toHaveLength(1);
      writeFileSync(at(path), before);
    },
    START_TIMEOUT_MS,
  );

  it(
    'ends the program with that sentence alone, and with 2',
    async () => {
      const path = at('credentials.json');
      const before = readFileSync(path);
      writeFileSync(path, '');
      const env = {
        ...process.env,
        DATA_DIR: consortium.dataDir,
        PORT: String(await findFreePorts(10)),
        NETWORK: 'embedded',
      };
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', builtProgram('consortium', 'launcher/main.js')],
        { env, encoding: 'utf8' },
      );
      expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('credentials.json is damaged')]);
      expect(status).toBe(2);
      writeFileSync(path, before);
    },
    START_TIMEOUT_MS,
  );
});
