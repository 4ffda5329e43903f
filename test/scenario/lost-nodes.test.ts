/** A node that lost all it had is made whole at the next start, whichever it is, and work goes on. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchedConsortium } from '../support/launched-consortium.js';
import { describeUnless, networkKind } from '../support/network-kind.js';

const START_TIMEOUT_MS = 240_000;

/** What each node keeps, below the data folder. */
const folders: Readonly<Record<string, readonly string[]>> = {
  embedded: ['embedded/peers/harbor', 'embedded/peers/auditor', 'embedded/ordering'],
  native: [
    'native/peer0.harbor.commonpoint.example',
    'native/peer0.auditor.commonpoint.example',
    'native/orderer0.harbor.commonpoint.example',
  ],
};

describeUnless({ docker: 'volumes are Docker’s there' }, 'a consortium of which a node lost all it had', () => {
  let consortium: LaunchedConsortium;

  beforeAll(async () => {
    consortium = await LaunchedConsortium.create(networkKind === 'native' ? 'native' : 'embedded');
    await consortium.start();
    await consortium.stop();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await consortium.remove();
  }, START_TIMEOUT_MS);

  it.each(folders[networkKind] ?? [])(
    '%s',
    async (folder) => {
      rmSync(join(consortium.dataDir, folder), { recursive: true });
      await consortium.start();
      for (const slug of ['harbor', 'citypark', 'greenmart']) {
        const { url, keys } = consortium.credentials[slug]!;
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
      }
      await consortium.stop();
    },
    START_TIMEOUT_MS,
  );
});
