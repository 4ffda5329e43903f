/** A stream of blocks ends with the certificate of who reads it, as one of Fabric's own peers does. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, orderer } from '@hyperledger/fabric-protos';
import { serveDeliver } from '../../../network/embedded/deliver.js';
import { readChannelConfig } from '../../../network/embedded/msp/channel-config.js';
import { CHANNEL_READERS } from '../../../network/embedded/peer/access-control.js';
import { createGenesisBlock } from '../../../network/genesis/create-genesis-block.js';
import { loadIdentity } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { senderOf, signedEnvelope } from '../../../network/config/signed-envelope.js';
import { createTopology } from '../../../network/topology.js';
import { standingIdentities } from '../../support/standing-identities.js';

const LATER_MS = 11 * 365 * 24 * 60 * 60_000;

it('gives blocks until then, and the status of who may not read', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'deliver-'));
  const topology = createTopology();
  await standingIdentities(topology, dataDir);
  const config = readChannelConfig(await createGenesisBlock(topology, dataDir, { consensus: 'BFT' }));
  const [harbor] = topology.organizations;
  const client = loadIdentity('HarborMSP', organizationPaths(dataDir, harbor!).userMspDir('operator'));
  rmSync(dataDir, { recursive: true, force: true });
  const position = new orderer.SeekPosition();
  position.setSpecified(new orderer.SeekSpecified());
  const end = new orderer.SeekSpecified();
  end.setNumber(9);
  const stop = new orderer.SeekPosition();
  stop.setSpecified(end);
  const seek = new orderer.SeekInfo();
  seek.setStart(position);
  seek.setStop(stop);

  const clock = jest.spyOn(Date, 'now');
  const given: string[] = [];
  const stream = Object.assign(new EventEmitter(), {
    write: (bytes: Uint8Array): boolean => {
      given.push(Buffer.from(bytes).toString('latin1'));
      return true;
    },
  });
  const ended = new Promise<void>((resolve) => Object.assign(stream, { end: resolve }));
  const blocks = {
    height: 10,
    read: (number: number) => {
      const now = Date.now();
      // The certificate ends while the third block is on its way.
      if (number === 2) clock.mockReturnValue(now + LATER_MS);
      return Promise.resolve(Buffer.from(`block ${number}`));
    },
    awaitBlock: () => Promise.resolve(),
  };
  serveDeliver(stream as never, {
    channel: () => ({ config, blocks, readersPolicy: CHANNEL_READERS }),
    encodeBlock: (bytes) => bytes,
  });
  stream.emit('data', signedEnvelope(senderOf(client), common.HeaderType.DELIVER_SEEK_INFO, 'points', seek));
  await ended;
  clock.mockRestore();
  const status = orderer.DeliverResponse.deserializeBinary(Buffer.from(given.pop()!, 'latin1')).getStatus();
  expect([given, status]).toEqual([['block 0', 'block 1', 'block 2'], common.Status.FORBIDDEN]);
});
