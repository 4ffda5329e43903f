/** Business figures through REST: for their owner, as hashes for everybody, shown to the auditor, and leaked to nobody. */
import { hash, randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type Figure, type Role } from '@commonpoint/catalogue';
import type { CheckedDisclosure } from '../../gateway-api/src/subjects/disclosures/views.js';
import type { PublishedView } from '../../gateway-api/src/subjects/figures/views.js';
import { searchBytes, searchFolder, type Secret } from '../support/leak-search.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { PeerClient, refusalOf } from '../support/peer-client.js';
import { networkKind } from '../support/network-kind.js';
import { openAccount, type Problem } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const owner = 'HarborMSP';
const period = '2026-10';
const span = { from: period, to: period };

/** Long enough that nothing else looks like them. */
const planted = {
  pointsCost: '731934127750913002',
  breakageEstimate: '-418820639915527004',
  margin: '902755103364418806',
  amended: '655013998274410077',
  line: `Lease of hall ${randomUUID()}`,
  label: `Label ${randomUUID()}`,
  fee: '553018827746190218',
};
const figures = [
  { name: 'pointsCost', value: planted.pointsCost },
  { name: 'breakageEstimate', value: planted.breakageEstimate },
  { name: 'redemptionsValue', value: '123456' },
  { name: 'margin', value: planted.margin },
  { name: 'line-01', label: planted.label, value: planted.line },
];

interface Month {
  readonly revision: number;
  readonly names: readonly string[];
  readonly figures: readonly Figure[];
}

describe('business figures', () => {
  let running: RunningConsortium;
  let peerClients: PeerClient[] = [];
  /** The month as it was recorded, as its owner keeps it. */
  let kept: Month;

  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    for (const client of peerClients) client.close();
    await running.stopAndRemove();
  }, START_TIMEOUT_MS);

  const harbor = () => running.as('harbor');
  const auditor = () => running.as('auditor');
  const peers = (mspId: string, role: string, peerOf = mspId): PeerClient => {
    const client = PeerClient.as(running.dataDir, mspId, role, peerOf);
    peerClients = [...peerClients, client];
    return client;
  };
  const own = () => harbor().get(`/v1/figures/${period}`);
  const publishedBy = async (slug: string): Promise<readonly PublishedView[]> =>
    (await running.as(slug).get(`/v1/organizations/${owner}/figures`, { query: span })).figures;
  const checked = async (name: string): Promise<readonly CheckedDisclosure[]> =>
    (await auditor().get(`/v1/disclosures/${owner}/${period}/${name}`)).disclosures;
  const hashOf = (figure: object) => hash('sha256', canonicalJson(figure));

  it('are recorded once, however often the request is sent', async () => {
    const request = { period, figures };
    const options = { idempotencyKey: `figures-${randomUUID()}` };
    const first = await harbor().attempts.post('/v1/figures', request, options);
    expect([first.status, first.body]).toMatchObject([201, { period, revision: 1, state: 'committed' }]);
    const again = await harbor().attempts.post('/v1/figures', request, options);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const [changed, ...rest] = figures;
    const other = { period, figures: [{ ...changed!, value: '1' }, ...rest] };
    expect((await harbor().attempts.post('/v1/figures', other, options)).status).toBe(422);
    expect((await harbor().attempts.post<Problem>('/v1/figures', request)).body).toMatchObject({
      code: 'FIGURES_EXIST',
    });
    kept = await own();
    expect(kept).toMatchObject({ revision: 1, names: figures.map(({ name }) => name) });
  });

  it('are read by their owner, and not by its cashiers', async () => {
    expect(kept.figures).toMatchObject(figures);
    expect(new Set(kept.figures.map(({ salt }) => salt)).size).toBe(figures.length);
    const { months } = await harbor().get('/v1/figures', { query: span });
    expect(months).toEqual([{ owner, period, revision: 1, names: kept.names, figures: kept.figures }]);
    const cashier = await running.as('harbor', 'cashier').attempts.get<Problem>(`/v1/figures/${period}`);
    expect([cashier.status, cashier.body.code]).toEqual([403, 'ROLE_NOT_ALLOWED']);
  });

  it('are seen by all others as hashes', async () => {
    const expected = kept.figures.map((figure) => ({ period, name: figure.name, hash: hashOf(figure), revision: 1 }));
    for (const slug of ['harbor', 'citypark', 'greenmart', 'auditor']) {
      const seen = await eventually(
        () => publishedBy(slug),
        (each) => each.length === figures.length && each.every(({ written }) => written !== undefined),
      );
      expect(seen).toMatchObject(expected);
      expect(new Set(seen.map(({ written }) => written!.txId)).size).toBe(1);
    }
    const citypark = await running.as('citypark').attempts.get<Problem>(`/v1/figures/${period}`);
    expect([citypark.status, citypark.body.code]).toEqual([404, 'FIGURES_UNKNOWN']);
    const unknown = await harbor().attempts.get<Problem>('/v1/organizations/NewcomerMSP/figures');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'COLLECTION_UNKNOWN']);
  });

  it('cannot be found by trying a million values against the hash', async () => {
    const figure = kept.figures.find(({ name }) => name === 'redemptionsValue')!;
    const { hash: onChain } = (await publishedBy('citypark')).find(({ name }) => name === figure.name)!;
    const { salt: _salt, ...guessable } = figure;
    const tried = (row: object) => {
      const [before, after] = canonicalJson({ ...row, value: '#' }).split('#') as [string, string];
      for (let value = 0; value <= 1_000_000; value++) {
        if (hash('sha256', `${before}${value}${after}`) === onChain) return String(value);
      }
      return undefined;
    };
    expect(tried(guessable)).toBeUndefined();
    expect(tried({ ...guessable, salt: '0'.repeat(32) })).toBeUndefined();
    // Whoever is told the salt finds it at once.
    expect(tried(figure)).toBe(figure.value);
  });

  it('are shown to the auditor one by one, who finds the hash in the ledger’s state', async () => {
    const answer = await harbor().attempts.post('/v1/disclosures', { period, names: ['pointsCost'] });
    expect([answer.status, answer.body]).toMatchObject([201, { source: 'state', count: 1 }]);
    const [disclosed] = await eventually(
      () => checked('pointsCost'),
      ([first]) => first?.written !== undefined,
    );
    const figure = kept.figures.find(({ name }) => name === 'pointsCost')!;
    expect(disclosed).toMatchObject({ figure, verdict: 'current', hash: hashOf(figure), ledgerHash: hashOf(figure) });
    expect((await auditor().attempts.get<Problem>(`/v1/disclosures/${owner}/${period}/margin`)).body.code).toBe(
      'DISCLOSURE_UNKNOWN',
    );
    for (const slug of ['harbor', 'citypark']) {
      expect((await running.as(slug).attempts.get<Problem>('/v1/disclosures')).body.code).toBe('ROLE_NOT_ALLOWED');
    }
  });

  it('are amended by whoever has read the last revision', async () => {
    const amendment = { revision: 1, figures: [{ name: 'pointsCost', value: planted.amended }] };
    const path = `/v1/figures/${period}/amend`;
    const amended = await harbor().attempts.post(path, amendment);
    expect([amended.status, amended.body]).toMatchObject([200, { revision: 2 }]);
    expect((await harbor().attempts.post<Problem>(path, amendment)).body.code).toBe('REVISION_CONFLICT');
    const [disclosed] = await eventually(
      () => checked('pointsCost'),
      ([first]) => first?.verdict === 'superseded' && first.ended !== undefined,
    );
    expect(disclosed!.finding).toMatch(/as written in block \d+, which block \d+ replaced/);
    await eventually(
      async () => (await publishedBy('greenmart')).find(({ name }) => name === 'pointsCost'),
      (seen) => seen?.revision === 2 && seen.hash === disclosed!.ledgerHash,
    );
  });

  it('are purged, and can be proved from the owner’s records and the blocks', async () => {
    const purged = await harbor().attempts.post(`/v1/figures/${period}/purge`, { names: ['margin'] });
    expect([purged.status, purged.body]).toMatchObject([200, { revision: 3 }]);
    expect((await own()).names).not.toContain('margin');
    await eventually(
      () => publishedBy('citypark'),
      (seen) => !seen.some(({ name }) => name === 'margin'),
    );
    const gone = await harbor().attempts.post<Problem>('/v1/disclosures', { period, names: ['margin'] });
    expect([gone.status, gone.body.code]).toEqual([404, 'FIGURES_UNKNOWN']);
    const margin = kept.figures.find(({ name }) => name === 'margin')!;
    const answer = await harbor().attempts.post('/v1/disclosures', { figures: [margin] });
    expect([answer.status, answer.body]).toMatchObject([201, { source: 'history' }]);
    const [disclosed] = await eventually(
      () => checked('margin'),
      ([first]) => first?.ended !== undefined,
    );
    expect(disclosed).toMatchObject({ figure: margin, verdict: 'removed', source: 'history' });
    expect(disclosed!.finding).toMatch(/as written in block \d+; the figure was removed in block \d+/);
  });

  it('are found to be altered, and in what, when they are not what was recorded', async () => {
    const line = kept.figures.find(({ name }) => name === 'line-01')!;
    const recorded = hashOf(line);
    const forgeries: [Partial<Figure>, Partial<CheckedDisclosure>, RegExp][] = [
      [{ value: 'nothing to see' }, { verdict: 'altered' }, new RegExp(`wrote ${recorded}\\. The value, its label or`)],
      [{ revision: 7 }, { verdict: 'altered', differs: 'revision' }, /It is what revision 1 said, not 7/],
      [{ name: 'line-02' }, { verdict: 'unknown', differs: 'name' }, /It is the line-01 of the month/],
      [
        { period: '2026-09' },
        { verdict: 'unknown', differs: 'period' },
        /It is the line-01 of 2026-10, not of 2026-09/,
      ],
    ];
    for (const [change, wanted, finding] of forgeries) {
      const forged = { ...line, ...change };
      const answer = await harbor().attempts.post('/v1/disclosures', { figures: [forged] });
      expect([answer.status, answer.body]).toMatchObject([201, { source: 'history' }]);
      const path = `/v1/disclosures/${owner}/${forged.period}/${forged.name}` as const;
      // The auditor's peer may have the block a moment later than Harbor's.
      const found = await eventually(
        async () =>
          (await auditor().get(path)).disclosures.find(({ txId }) => txId === (answer.body as { txId: string }).txId),
        (disclosed) => disclosed !== undefined,
      );
      expect(found).toMatchObject({ figure: forged, ...wanted });
      expect(found!.finding).toMatch(finding);
    }
  });

  it('are out of reach for programs that go to the peers by themselves', async () => {
    const citypark = peers('CityParkMSP', 'operator');
    const month = { owner, period };
    const figure = { name: 'margin', value: '1', salt: '0'.repeat(32) };
    const record = { id: 'by-others', ...month };
    for (const at of [['HarborMSP'], ['CityParkMSP'], ['AuditorMSP']]) {
      expect(await refusalOf(citypark.evaluate('Figures:Get', { request: month, at }))).toMatchObject({
        code: 'PRIVATE_DATA_NOT_ALLOWED',
      });
      const write = citypark.submit('Figures:Record', { request: record, privateInput: { figures: [figure] }, at });
      expect(await refusalOf(write)).toMatchObject({ code: 'PRIVATE_DATA_NOT_ALLOWED' });
    }
    const disclosures = citypark.evaluate('Disclosures:List', { request: {}, at: ['AuditorMSP'] });
    expect(await refusalOf(disclosures)).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });

    const own = peers(owner, 'operator');
    const misplaced = own.submit('Figures:Record', {
      request: { ...record, figures: [figure] },
      privateInput: { figures: [figure] },
      at: [owner],
    });
    expect(await refusalOf(misplaced)).toMatchObject({
      code: 'PRIVATE_INPUT_MISPLACED',
      errors: [{ pointer: '/figures' }],
    });
    const forged = { ...kept.figures[0]!, value: '1' };
    const disclosure = own.submit('Disclosures:Disclose', {
      request: { id: 'forged', owner, auditor: 'AuditorMSP', source: 'state' },
      privateInput: { figures: [forged] },
      at: ['AuditorMSP'],
    });
    expect(await refusalOf(disclosure)).toMatchObject({ code: 'DISCLOSURE_MISMATCH' });
  });

  /** All that was planted, and the salts of it. */
  let secrets: Secret[] = [];

  it('are in no answer to anybody else', async () => {
    const terms = {
      validFrom: '2026-11',
      prices: [],
      fees: [{ payer: owner, basisPoints: 7, perCycle: planted.fee }],
    };
    const proposal = { counterparty: 'CityParkMSP', version: 1, terms };
    expect((await running.as('harbor', 'admin').attempts.post('/v1/terms', proposal)).status).toBe(201);
    // Ordinary traffic in between, so that there is more than the figures in blocks and logs.
    const accountId = await openAccount(harbor(), { programId: 'harbor', amount: '30' });
    await harbor().post('/v1/redemptions', {
      programId: 'harbor',
      accountId,
      amount: '5',
      acceptor: 'CityParkMSP',
    });
    secrets = [
      ...Object.entries(planted).map(([name, text]) => ({ name, text })),
      ...[...kept.figures, ...(await own()).figures].map(({ name, revision, salt }) => ({
        name: `salt of ${name} ${revision}`,
        text: salt,
      })),
    ];
    const paths = [
      '/metrics',
      '/openapi.json',
      '/v1/organizations',
      `/v1/organizations/${owner}/figures?${new URLSearchParams(span).toString()}`,
      '/v1/figures',
      `/v1/figures/${period}`,
      '/v1/disclosures',
      '/v1/terms',
      '/v1/terms/HarborMSP',
      '/v1/terms/HarborMSP/1',
      '/v1/programs',
      '/v1/settlements',
      `/v1/accounts/${accountId}/statement`,
    ];
    const answers = async (slug: string, role: Role) => {
      const texts: string[] = [];
      for (const path of paths) {
        const { body } = await running.as(slug, role).attempts.get<unknown>(path);
        texts.push(typeof body === 'string' ? body : JSON.stringify(body));
      }
      return Buffer.from(texts.join('\n'));
    };
    const found = async (slug: string, role: Role) => {
      const hits = searchBytes(await answers(slug, role), slug, secrets);
      return hits.map((hit) => hit.split(' in ')[0]).filter((name) => !name!.startsWith('salt'));
    };
    // What is for them is what shows that the search finds it.
    expect(await found('harbor', 'operator')).toEqual(['breakageEstimate', 'amended', 'line', 'label']);
    expect(await found('auditor', 'auditor')).toEqual(['pointsCost', 'margin', 'line', 'label']);
    expect(
      await eventually(
        () => found('citypark', 'operator'),
        (names) => names.length > 0,
      ),
    ).toEqual(['fee']);
    for (const [slug, role] of [
      ['citypark', 'cashier'],
      ['greenmart', 'operator'],
      ['greenmart', 'cashier'],
      ['harbor', 'cashier'],
    ] as const) {
      expect(searchBytes(await answers(slug, role), `${slug} ${role}`, secrets)).toEqual([]);
    }
  });

  it('are in no event that a peer delivers to anybody else', async () => {
    const { asOfBlock } = await harbor().get('/v1/organizations');
    const delivered = async (mspId: string, role: string, peerOf = mspId) => {
      const events = await peers(mspId, role, peerOf).events(asOfBlock);
      return searchBytes(events, mspId, secrets).map((hit) => hit.split(' in ')[0]);
    };
    expect(await delivered(owner, 'operator')).toEqual(
      expect.arrayContaining(['breakageEstimate', 'amended', 'line', 'label', 'fee']),
    );
    for (const peerOf of [owner, 'GreenMartMSP', 'AuditorMSP']) {
      expect(await delivered('GreenMartMSP', 'operator', peerOf)).toEqual([]);
    }
    // The other one of the pair has the terms, and no figures, wherever it asks.
    for (const peerOf of [owner, 'CityParkMSP']) {
      expect(await delivered('CityParkMSP', 'operator', peerOf)).toEqual(['fee']);
    }
  });

  it('leave blocks that the audit understands', async () => {
    await expectLedgerTruth(running);
  });

  // In containers nobody else is there.
  (networkKind === 'docker' ? it.skip : it)('lie in files that no other user of the machine may read', () => {
    const paths = readdirSync(running.dataDir, { recursive: true, encoding: 'utf8' });
    expect(paths.length).toBeGreaterThan(100);
    const open = paths.filter((path) => {
      const of = lstatSync(join(running.dataDir, path), { throwIfNoEntry: false });
      return of !== undefined && !of.isSymbolicLink() && (of.mode & 0o077) !== 0;
    });
    expect(open).toEqual([]);
  });

  it('are in no file of anybody else, and in none of their owner’s gateway', async () => {
    await running.stop();
    await running.collectFiles();
    /** Whose peer may hold something. */
    const holders = ['harbor', 'citypark', 'auditor'].map((slug) => running.peerFolder(slug));
    const hits = await searchFolder(running.dataDir, secrets);
    const [atHarbor, atCityPark, atAuditor] = holders.map(
      (folder) => new Set(hits.filter((hit) => hit.includes(` in ${folder}/`)).map((hit) => hit.split(' in ')[0]!)),
    ) as [Set<string>, Set<string>, Set<string>];
    // That they are found where they may be is what shows that the search finds them. What was purged may be gone.
    for (const { name } of secrets.filter((each) => !each.name.includes('margin'))) {
      expect([name, atHarbor.has(name)]).toEqual([name, true]);
    }
    expect([...atCityPark]).toEqual(['fee']);
    const disclosed = ['pointsCost', 'margin', 'line', 'label', 'salt of pointsCost 1', 'salt of margin 1'];
    expect([...atAuditor].sort()).toEqual([...disclosed, 'salt of line-01 1'].sort());

    // All the rest: blocks and states of all other peers and of the orderers, gateways' files, logs, Harbor's included.
    expect(hits.filter((hit) => !holders.some((folder) => hit.includes(` in ${folder}/`)))).toEqual([]);
    // The blocks themselves are in the holders' folders too.
    const blocks = holders.flatMap((folder) => blockFiles(join(running.dataDir, folder)));
    expect(blocks.length).toBeGreaterThanOrEqual(holders.length);
    for (const path of blocks) expect(searchBytes(readFileSync(path), path, secrets)).toEqual([]);
  });
});

/** The files below a folder that hold blocks, and nothing else. */
function blockFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (entry.name === 'blocks' || entry.name.startsWith('blockfile_')))
    .map((entry) => join(entry.parentPath, entry.name));
}
