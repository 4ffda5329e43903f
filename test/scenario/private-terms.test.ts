/**
 * Two merchants agree on terms and settle a cycle by them, through their own gateways. A third merchant and the auditor
 * look on and learn that it happened.
 */
import { createHash, randomUUID } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';
import { canonicalJson } from '@commonpoint/catalogue';
import { auditLedger } from '../../consortium/launcher/audit-ledger.js';
import { knownAt } from '../support/known-at.js';
import { searchFolder } from '../support/leak-search.js';
import { PeerClient } from '../support/peer-client.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

interface TermsAnswer {
  readonly version: number;
  readonly status: string;
  readonly hash: string;
  readonly terms: object;
  readonly salt: string;
  readonly code?: string;
}
interface StatementAnswer {
  readonly hash: string;
  readonly statement: { readonly total?: object; readonly termsVersion?: number };
}

const parties = ['CityParkMSP', 'HarborMSP'];
/** Distinctive, to be searched for. */
const terms = {
  validFrom: '2020-01',
  prices: [{ programId: 'harbor', price: '713713717' }],
  fees: [{ payer: 'CityParkMSP', basisPoints: 137, perCycle: '919193919393' }],
};
const secrets = ['713713717', '919193919393', 'RF18-5390-0754'];
/** The month before that of a moment ago: it can be closed, and nothing was spent in it. */
const ago = new Date(Date.now() - 600_000);
const cycle = new Date(Date.UTC(ago.getUTCFullYear(), ago.getUTCMonth() - 1, 15)).toISOString().slice(0, 7);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('private terms', () => {
  let running: RunningConsortium;
  beforeAll(async () => {
    running = await RunningConsortium.start();
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const [toCityPark, toHarbor] = ['/v1/terms/CityParkMSP', '/v1/terms/HarborMSP'] as const;
  const proposal = (version: number, change: object = {}) => ({
    counterparty: 'CityParkMSP',
    version,
    terms: { ...terms, ...change },
  });
  const propose = (body: object, slug = 'harbor') =>
    running.as(slug, 'admin').attempts.post<TermsAnswer>('/v1/terms', body);
  /** Another organisation's peer receives the block, and its private part, in its own time. */
  const read = (slug: string, path: string) =>
    eventually(
      () => running.as(slug).attempts.get<TermsAnswer>(path),
      ({ status }) => status === 200,
    ).then(({ body }) => body);
  /** At both of the two. */
  const settled = async (version: number, status: string): Promise<void> => {
    for (const [slug, path] of [
      ['harbor', toCityPark],
      ['citypark', toHarbor],
    ] as const)
      await knownAt<TermsAnswer>(running.as(slug), `${path}/${version}`, (answer) => answer.status === status);
  };

  it('are proposed by one, read and accepted by the other', async () => {
    const proposed = await propose(proposal(1));
    expect(proposed).toMatchObject({ status: 201, body: { parties, status: 'proposed', proposedBy: 'HarborMSP' } });
    const seen = await read('citypark', `${toHarbor}/1`);
    expect(seen).toMatchObject({ terms, hash: proposed.body.hash });
    // Whoever has the terms can tell that they are what the ledger has the hash of.
    const held = { ...terms, parties, version: 1, salt: seen.salt };
    expect(sha256(canonicalJson(held))).toBe(seen.hash);

    const accept = (body: object) =>
      running.as('citypark', 'admin').attempts.post<TermsAnswer>(`${toHarbor}/1/accept`, body);
    const other = await accept({ terms: { ...terms, prices: [{ programId: 'harbor', price: '713713716' }] } });
    expect(other).toMatchObject({ status: 409, body: { code: 'TERMS_DIFFER' } });
    const own = await running.as('harbor', 'admin').attempts.post(`${toCityPark}/1/accept`, { hash: seen.hash });
    expect(own).toMatchObject({ status: 403, body: { code: 'NOT_TERMS_PARTY' } });
    expect(await accept({ terms })).toMatchObject({ status: 200, body: { status: 'accepted', hash: seen.hash } });
    expect(await accept({ hash: seen.hash })).toMatchObject({ status: 200, body: { status: 'accepted' } });
    await settled(1, 'accepted');
  });

  it('are a hash to everybody else', async () => {
    for (const [slug, role] of [
      ['greenmart', 'admin'],
      ['auditor', 'auditor'],
    ] as const) {
      const client = running.as(slug, role);
      const { terms: listed } = await eventually(
        () => client.get('/v1/terms'),
        (answer) => answer.terms[0]?.status === 'accepted',
      );
      expect(Object.keys(listed[0]!).sort()).toEqual(
        ['acceptedAt', 'hash', 'parties', 'proposedAt', 'proposedBy', 'status', 'version'].sort(),
      );
    }
    expect(await running.as('greenmart', 'admin').attempts.get(`${toHarbor}/1`)).toMatchObject({
      status: 404,
      body: { code: 'TERMS_UNKNOWN' },
    });
    expect(await running.as('auditor').attempts.get(`${toHarbor}/1`)).toMatchObject({
      status: 403,
      body: { code: 'ROLE_NOT_ALLOWED' },
    });
    expect(await running.as('harbor', 'operator').attempts.post('/v1/terms', proposal(2))).toMatchObject({
      status: 403,
      body: { code: 'ROLE_NOT_ALLOWED' },
    });
    expect(await propose({ ...proposal(2), counterparty: 'AuditorMSP' })).toMatchObject({
      status: 404,
      body: { code: 'COUNTERPARTY_UNKNOWN' },
    });
  });

  it('repeated under the same key or another one are proposed once', async () => {
    const idempotencyKey = randomUUID();
    const repeated = () =>
      running.as('harbor', 'admin').attempts.post<TermsAnswer>('/v1/terms', proposal(2), { idempotencyKey });
    const first = await repeated();
    const second = await repeated();
    const third = await propose(proposal(2));
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(third.body.hash).toBe(first.body.hash);
    await settled(2, 'proposed');
    const rejected = await running
      .as('citypark', 'admin')
      .attempts.post<TermsAnswer>(`${toHarbor}/2/withdraw`, undefined);
    expect(rejected).toMatchObject({ status: 200, body: { status: 'withdrawn', withdrawnBy: 'CityParkMSP' } });
    await settled(2, 'withdrawn');
  });

  it('proposed by both at once become one version', async () => {
    const answers = await Promise.all([
      propose(proposal(3)),
      propose({ ...proposal(3), counterparty: 'HarborMSP' }, 'citypark'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(['TERMS_EXISTS', 'TERMS_OPEN']).toContain(lost?.body.code);
    await settled(3, 'proposed');
  });

  it('accepted while they are withdrawn are one or the other', async () => {
    const { terms: versions } = await running.as('harbor').get(toCityPark);
    const [proposer, acceptor] =
      versions[2]?.proposedBy === 'HarborMSP'
        ? ([
            ['harbor', toCityPark],
            ['citypark', toHarbor],
          ] as const)
        : ([
            ['citypark', toHarbor],
            ['harbor', toCityPark],
          ] as const);
    const { hash } = await read(acceptor[0], `${acceptor[1]}/3`);
    const [accepted, withdrawn] = await Promise.all([
      running.as(acceptor[0], 'admin').attempts.post<TermsAnswer>(`${acceptor[1]}/3/accept`, { hash }),
      running.as(proposer[0], 'admin').attempts.post<TermsAnswer>(`${proposer[1]}/3/withdraw`, undefined),
    ]);
    expect([accepted.status, withdrawn.status].sort()).toEqual([200, 409]);
    expect([accepted, withdrawn].find(({ status }) => status === 409)?.body.code).toMatch(
      /TERMS_NOT_OPEN|LEDGER_CONFLICT/,
    );
    await settled(3, accepted.status === 200 ? 'accepted' : 'withdrawn');
  });

  it('need the peers of both, whoever else endorses', async () => {
    const client = PeerClient.as(running.dataDir, 'HarborMSP', 'admin');
    try {
      const fourth = { counterparty: 'CityParkMSP', version: 4 };
      const submit = (name: string, at: string[], privateInput?: object) =>
        client.submit(name, { request: fourth, at, ...(privateInput && { privateInput }) });
      // The terms of this attempt may become known to GreenMart, so they are others.
      const input = { terms: { validFrom: '2020-01', prices: [], fees: [] }, salt: '0'.repeat(32) };
      const { ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;
      // A peer that has not yet seen the versions before says something else than the other one.
      const proposing = () => submit('Terms:Propose', ['HarborMSP', 'GreenMartMSP'], input).catch(() => undefined);
      expect(await eventually(proposing, (code) => code !== undefined)).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect((await running.as('harbor').attempts.get(`${toCityPark}/4`)).body).toMatchObject({
        code: 'TERMS_UNKNOWN',
      });
      expect((await propose(proposal(4))).status).toBe(201);
      // Withdrawing writes public rows only; these ask for both as well.
      const withdrawing = () => submit('Terms:Withdraw', ['HarborMSP', 'GreenMartMSP']).catch(() => undefined);
      expect(await eventually(withdrawing, (code) => code !== undefined)).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(await read('citypark', `${toHarbor}/4`)).toMatchObject({ status: 'proposed' });
    } finally {
      client.close();
    }
  });

  it('make a statement of a closed cycle, the same for both and whoever makes it', async () => {
    const base = `/v1/clearing/cycles/${cycle}` as const;
    const make = (slug: string, counterparty: string) =>
      running.as(slug).attempts.post<StatementAnswer & { code?: string }>(`${base}/statements`, { counterparty });
    expect(await make('harbor', 'CityParkMSP')).toMatchObject({ status: 409, body: { code: 'CYCLE_NOT_CLOSED' } });
    const closed = await running.as('greenmart').post(`${base}/close`);
    expect(closed.privatePairs).toMatchObject([{ parties }]);
    const made = await eventually(
      () => Promise.all([make('harbor', 'CityParkMSP'), make('citypark', 'HarborMSP')]),
      (answers) => answers.every(({ status }) => status === 200),
    );
    expect(made[0].body.hash).toBe(made[1].body.hash);
    const seen = await Promise.all([
      running.as('harbor').get(`${base}/statements/CityParkMSP`),
      running.as('citypark').get(`${base}/statements/HarborMSP`),
    ]);
    expect(seen[0].statement).toEqual(seen[1].statement);
    expect(sha256(canonicalJson(seen[0].statement))).toBe(made[0].body.hash);
    expect(seen[0].statement).toMatchObject({
      total: { debtor: 'CityParkMSP', creditor: 'HarborMSP', amount: '919193000000' },
      remainder: { debtor: 'CityParkMSP', creditor: 'HarborMSP', amount: '919393' },
    });
    expect(await make('harbor', 'GreenMartMSP')).toMatchObject({ status: 422, body: { code: 'STATEMENT_NOT_DUE' } });
    const { statements } = await eventually(
      () => running.as('auditor').get(`${base}/statements`),
      (answer) => answer.statements.length > 0,
    );
    expect(statements).toEqual([
      { cycle, parties, hash: made[0].body.hash, madeBy: expect.any(String), madeAt: expect.any(String) },
    ]);
    expect((await running.as('auditor').attempts.get(`${base}/statements/HarborMSP`)).status).toBe(403);
    expect((await running.as('greenmart').attempts.get(`${base}/statements/HarborMSP`)).status).toBe(404);
  });

  it('settle by it, and nobody else gets to know what was said', async () => {
    const base = `/v1/clearing/cycles/${cycle}/statements` as const;
    const say = (slug: string, counterparty: string, body: object) =>
      running.as(slug).attempts.post(`${base}/${counterparty}/settle`, body);
    // CityPark owes, so that it is for Harbor to confirm.
    const early = await say('harbor', 'CityParkMSP', { say: 'instructed', reference: secrets[2] });
    expect(early).toMatchObject({ status: 403, body: { code: 'NOT_SETTLEMENT_PARTY' } });
    expect((await say('citypark', 'HarborMSP', { say: 'instructed', reference: secrets[2] })).status).toBe(200);
    const confirmed = await eventually(
      () => say('harbor', 'CityParkMSP', { say: 'confirmed' }),
      ({ status }) => status === 200,
    );
    expect(JSON.stringify(confirmed.body)).not.toContain('confirmed');
    const seen = await eventually(
      () => running.as('citypark').get(`${base}/HarborMSP`),
      ({ settlement }) => settlement?.status === 'confirmed',
    );
    expect(seen.settlement).toMatchObject({ reference: secrets[2], amount: '919193000000' });
  });

  it('pass the audit', async () => {
    const { findings } = await auditLedger({ dataDir: running.dataDir });
    expect(findings).toEqual([]);
  });

  it('are on the disks of the peers of the two, and in no other file', async () => {
    // What is held in memory is written at the end.
    await running.stop();
    await running.collectFiles();
    const found = await searchFolder(
      running.dataDir,
      secrets.map((text) => ({ name: text, text })),
    );
    const ofTheTwo = ['harbor', 'citypark'].map((slug) => ` in ${running.peerFolder(slug)}/`);
    expect(found.filter((hit) => !ofTheTwo.some((place) => hit.includes(place)))).toEqual([]);
    for (const secret of secrets) expect(found.filter((hit) => hit.startsWith(secret)).length).toBeGreaterThan(1);
  });
});
