/** A gateway whose machine is gone comes back from a backup that was made while it worked, and the audit finds nothing. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram } from '../../consortium/launcher/repository.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { awaitImport, balanceOf, startImport } from '../support/points-session.js';
import { describeUnless } from '../support/network-kind.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

describeUnless({ docker: 'gateways’ files are in volumes there' }, 'a gateway that lost all it had', () => {
  let consortium: RunningConsortium;
  beforeAll(async () => {
    consortium = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await consortium.stopAndRemove();
  }, START_TIMEOUT_MS);

  const backup = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', builtProgram('consortium', 'launcher/backup.js'), 'harbor', ...args],
      { env: { ...process.env, DATA_DIR: consortium.dataDir }, encoding: 'utf8' },
    );

  it(
    'is put back, goes on with the import that was under way, and leads members to the accounts they had',
    async () => {
      const folder = join(consortium.dataDir, 'backup-of-harbor');
      const rows = Array.from({ length: 12_000 }, (_, row) => `member-${row % 300},2026-11-01,1,1.00`);
      const started = await startImport(
        consortium.as('harbor'),
        `customer_id,date,quantity,amount\n${rows.join('\n')}\n`,
      );
      const { importId } = started.body;
      const { status, stdout, stderr } = backup('make', folder);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/is made: harbor at block \d+, /);
      // Refused while it runs, and nothing is touched.
      expect(backup('restore', folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('is in use') });
      await consortium.killAll();
      rmSync(join(consortium.dataDir, 'gateways/harbor'), { recursive: true });
      expect(backup('restore', folder)).toMatchObject({ status: 0, stderr: '' });
      await consortium.startAgain();
      const harbor = consortium.as('harbor');
      expect(await awaitImport(harbor, importId)).toMatchObject({
        state: 'completed',
        rowsTotal: 12_000,
        pointsIssued: '12000',
      });
      expect(await harbor.get('/v1/programs/harbor/supply')).toMatchObject({ issued: '12000', outstanding: '12000' });
      // Not opened anew: the reference leads where the import's rows went.
      const { accountId } = await harbor.post('/v1/accounts/lookup', { memberRef: 'member-7' });
      expect(await balanceOf(harbor, accountId, 'harbor')).toBe(40n);
      await expectLedgerTruth(consortium);
    },
    3 * START_TIMEOUT_MS,
  );
});
