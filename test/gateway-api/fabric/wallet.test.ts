/** The wallet of identities is fabric-network's own: its whole client reads it and signs with it, also on a newer jsrsasign. */
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallets, type X509Identity } from 'fabric-network';
import { createTopology } from '../../../network/topology.js';
import { signingMspFiles } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { standingIdentities } from '../../support/standing-identities.js';

it('keeps an identity that fabric-network signs with, and Node verifies', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wallet-'));
  try {
    const topology = createTopology();
    const [harbor] = topology.organizations;
    await standingIdentities(topology, folder);
    const { certPath, keyPath } = signingMspFiles(organizationPaths(folder, harbor!).userMspDir('operator'));
    const [certificate, privateKey] = [certPath, keyPath].map((path) => readFileSync(path, 'utf8'));
    const wallet = await Wallets.newFileSystemWallet(join(folder, 'wallet'));
    const identity: X509Identity = {
      type: 'X.509',
      mspId: 'HarborMSP',
      credentials: { certificate: certificate!, privateKey: privateKey! },
    };
    await wallet.put('operator', identity);
    const stored = (await wallet.get('operator')) as X509Identity;
    expect(stored.credentials).toEqual(identity.credentials);
    const provider = wallet.getProviderRegistry().getProvider('X.509');
    const signer = (await provider.getUserContext(stored, 'operator')).getSigningIdentity();
    const message = Buffer.from('a proposal');
    const signature = signer.sign(message, {});
    expect(verify('sha256', message, createPublicKey(certificate!), signature)).toBe(true);
    expect(verify('sha256', Buffer.from('another'), createPublicKey(certificate!), signature)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
