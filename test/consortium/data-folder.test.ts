import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../consortium/launcher/data-folder.js';

describe('the data folder', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'commonpoint-folder-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const organizations = [{ slug: 'harbor', name: 'Harbor', mspId: 'HarborMSP', kind: 'merchant' }] as const;
  const wanted = { network: 'embedded', networkBasePort: 21_000, organizations } as const;

  it('belongs to one process until it is released', () => {
    const first = openDataFolder(dataDir, wanted);
    expect(() => openDataFolder(dataDir, wanted)).toThrow(`runs on ${dataDir} already (process ${process.pid})`);
    first.release();
    openDataFolder(dataDir, wanted).release();
  });

  it('is made with all folders above it, and says why when it cannot be', () => {
    openDataFolder(join(dataDir, 'a', 'b'), wanted).release();
    writeFileSync(join(dataDir, 'file'), '');
    expect(() => openDataFolder(join(dataDir, 'file'), wanted)).toThrow('cannot be made: it is a file');
    expect(() => openDataFolder(join(dataDir, 'file', 'below'), wanted)).toThrow('cannot be made');
  });

  it('is closed to others: what an earlier version left open, and what is made from then on', () => {
    const before = process.umask(0o022);
    try {
      const gateways = join(dataDir, 'gateways');
      mkdirSync(gateways);
      const credentials = join(dataDir, 'credentials.json');
      writeFileSync(credentials, '{}');
      const neighbour = join(dataDir, 'somebody-elses');
      mkdirSync(neighbour);
      for (const path of [gateways, neighbour]) chmodSync(path, 0o755);
      openDataFolder(dataDir, wanted).release();
      const later = join(dataDir, 'later');
      writeFileSync(later, '');
      const modeOf = (path: string): number => statSync(path).mode & 0o777;
      expect([gateways, credentials, later, join(dataDir, 'foundation.json')].map(modeOf)).toEqual([
        0o700, 0o600, 0o600, 0o600,
      ]);
      expect(modeOf(neighbour)).toBe(0o755);
    } finally {
      process.umask(before);
    }
  });

  it('takes other ports as long as no channel was made', () => {
    openDataFolder(dataDir, wanted).release();
    const again = openDataFolder(dataDir, { ...wanted, networkBasePort: 22_000 });
    expect(again.foundation.networkBasePort).toBe(22_000);
    again.release();
  });

  it.each([
    ['an earlier', undefined],
    ['an earlier', 3],
    ['a later', 99],
  ])('says in one sentence that its ledger is of %s version', (which, ledgerRows) => {
    openDataFolder(dataDir, wanted).release();
    mkdirSync(join(dataDir, 'channel'));
    openDataFolder(dataDir, wanted).release();
    writeFileSync(join(dataDir, 'foundation.json'), JSON.stringify({ ...wanted, ledgerRows }));
    expect(() => openDataFolder(dataDir, wanted)).toThrow(`holds a ledger of ${which} version of Commonpoint`);
  });

  it('says the same of the first versions, which did not write down who the organisations are', () => {
    openDataFolder(dataDir, wanted).release();
    mkdirSync(join(dataDir, 'channel'));
    const { network, networkBasePort } = wanted;
    writeFileSync(join(dataDir, 'foundation.json'), JSON.stringify({ network, networkBasePort }));
    expect(() => openDataFolder(dataDir, wanted)).toThrow('holds a ledger of an earlier version of Commonpoint');
  });

  it('remembers network and ports, and refuses others', () => {
    openDataFolder(dataDir, wanted).release();
    mkdirSync(join(dataDir, 'channel'));
    const again = openDataFolder(dataDir, { ...wanted, networkBasePort: undefined });
    expect(again.foundation).toMatchObject(wanted);
    again.release();
    expect(() => openDataFolder(dataDir, { ...wanted, network: 'native' })).toThrow('NETWORK=embedded');
    expect(() => openDataFolder(dataDir, { ...wanted, networkBasePort: 22_000 })).toThrow('NETWORK_PORT=21000');
    // A refusal does not keep the folder.
    openDataFolder(dataDir, wanted).release();
  });

  it('is of its organisations, and refuses others', () => {
    openDataFolder(dataDir, wanted).release();
    mkdirSync(join(dataDir, 'channel'));
    const renamed = [{ ...organizations[0], mspId: 'HarbourMSP' }];
    expect(() => openDataFolder(dataDir, { ...wanted, organizations: renamed })).toThrow(
      'was made for other organisations (Harbor)',
    );
    openDataFolder(dataDir, wanted).release();
  });

  it('tells whether the last run was killed', () => {
    const first = openDataFolder(dataDir, wanted);
    expect(first.leftInUse).toBe(false);
    first.release();
    writeFileSync(join(dataDir, 'launcher.pid'), '1\n');
    const second = openDataFolder(dataDir, wanted);
    expect(second.leftInUse).toBe(true);
    second.release();
    openDataFolder(dataDir, wanted).abandon();
    const third = openDataFolder(dataDir, wanted);
    expect(third.leftInUse).toBe(true);
    third.release();
  });
});
