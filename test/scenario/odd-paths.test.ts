/** A data folder whose path has blanks, quotes and letters beyond ASCII, as people's folders have. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../../consortium/launcher/ports.js';
import { GatewayClient } from '../../consortium/launcher/gateway-client.js';
import { startConsortium } from '../../consortium/launcher/start-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { openAccount } from '../support/points-session.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

describeUnless({ docker: 'paths in containers are their own' }, `a path on the ${networkKind} network`, () => {
  it(
    'with blanks, quotes and umlauts is started from, and started from again',
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), `commonpoint ä "q" 'é' $HOME `));
      const networkBasePort = await findFreePorts(104);
      const options = { dataDir, networkBasePort, firstGatewayPort: networkBasePort + 100 };
      for (const round of [1, 2]) {
        const consortium = await startConsortium({
          ...options,
          network: networkKind === 'native' ? 'native' : 'embedded',
        });
        const { url, keys } = consortium.credentials['harbor']!;
        const client = new GatewayClient(url, keys['operator']);
        const accountId = await openAccount(client, { programId: 'harbor', amount: String(round) });
        expect(accountId).toMatch(/^HarborMSP:/);
        await consortium.stop();
      }
      await rm(dataDir, { recursive: true });
    },
    3 * START_TIMEOUT_MS,
  );
});
