import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@hyperledger/fabric-gateway';
import * as x509 from '@peculiar/x509';
import { ClassicLevel } from 'classic-level';
import { Context, Contract, Info, Transaction } from 'fabric-contract-api';
import { Shim } from 'fabric-shim';
import { createTopology } from '@commonpoint/network/topology';
import { catalogue } from '@commonpoint/catalogue';

describe('the packages this system rests on load in a test process', () => {
  it('fabric-gateway', () => {
    expect(hash.none(Buffer.from('x'))).toEqual(Buffer.from('x'));
  });

  it('@peculiar/x509', async () => {
    x509.cryptoProvider.set(globalThis.crypto);
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await globalThis.crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=x',
      keys,
      signingAlgorithm: algorithm,
    });
    expect(certificate.subject).toBe('CN=x');
  });

  it('classic-level', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'commonpoint-level-'));
    const level = new ClassicLevel<string, string>(folder);
    await level.put('a', 'b');
    expect(await level.get('a')).toBe('b');
    await level.close();
    await rm(folder, { recursive: true });
  });

  it('fabric-shim, and decorators carry the types of parameters', () => {
    @Info({ title: 'Probe', description: 'tells whether metadata is emitted' })
    class Probe extends Contract {
      @Transaction(false)
      read(_context: Context, argument: string): string {
        return argument;
      }
    }
    expect(typeof Shim.server).toBe('function');
    expect(Reflect.getMetadata('design:paramtypes', Probe.prototype, 'read')).toEqual([Context, String]);
  });

  it('workspaces resolve to their sources', () => {
    expect(createTopology().channel).toBe('points');
    expect(catalogue.postPoints.name).toBe('Points:Post');
  });
});
