/** The explorer's routes, over a ledger in memory: what each role sees, and what is answered where there is no index. */
import { startApp, startWithMembers, until } from '../start-app.js';

const parts = () => ({ explorer: { path: ':memory:', chaincode: 'points' } });
interface Line {
  readonly number: number;
  readonly hash: string;
}

it('lists blocks by cursor, each once', async () => {
  const { app } = await startWithMembers({ parts: parts() });
  const seen: Line[] = [];
  for (let path = '/v1/explorer/blocks?limit=2'; path !== '';) {
    const { body } = await app.operator('get', path).expect(200);
    const { blocks, nextCursor, asOfBlock, indexedBlock } = body as {
      blocks: Line[];
      nextCursor?: string;
      asOfBlock: number;
      indexedBlock: number;
    };
    expect(indexedBlock).toBeGreaterThanOrEqual(asOfBlock);
    seen.push(...blocks);
    path = nextCursor === undefined ? '' : `/v1/explorer/blocks?limit=2&cursor=${nextCursor}`;
  }
  // What came while the pages were read is on none of them.
  const there = app.network.blocks.slice(0, seen[0]!.number + 1);
  expect(seen.map(({ number, hash }) => ({ number, hash }))).toEqual(
    there.map(({ number, hash }) => ({ number, hash })).reverse(),
  );
});

it('finds a posted operation’s transaction, its rows by what they are, and the history of what it wrote', async () => {
  const { app, accountId } = await startWithMembers({ parts: parts() });
  const posted = await app
    .operator('post', '/v1/issuances')
    .send({ programId: 'harbor', accountId, amount: '50' })
    .expect(201);
  const { txId, operationId } = posted.body as { txId: string; operationId: string };
  const { body: transaction } = await app.auditor('get', `/v1/explorer/transactions/${txId}`).expect(200);
  expect(transaction).toMatchObject({
    txId,
    verdict: 'VALID',
    called: 'Points:Post',
    operations: [{ mspId: 'HarborMSP', operationId, kind: 'issue' }],
  });
  const key = `op/HarborMSP/${encodeURIComponent(operationId)}`;
  const { body: history } = await app.admin('get', `/v1/explorer/history?key=${encodeURIComponent(key)}`).expect(200);
  expect(history).toMatchObject({
    type: 'op',
    names: { mspId: 'HarborMSP', id: operationId },
    versions: [{ txId, isDeleted: false, value: { amount: '50' } }],
  });
  const { block } = transaction as { block: number };
  const { body: bytes } = await app.operator('get', `/v1/explorer/blocks/${block}/bytes`).buffer(true).expect(200);
  expect(Buffer.from(app.network.encoded(block)).equals(bytes as Buffer)).toBe(true);
});

it('shows each imported line, although many stand in a row', async () => {
  const { app } = await startWithMembers({ parts: parts() });
  const text = 'customer_id,date,amount\nm-1,2026-01-01,10.00\nm-2,2026-01-01,20.00\n';
  const sent = await app.operator('post', '/v1/imports?program=harbor').type('text/csv').send(text).expect(202);
  const path = `/v1/imports/${(sent.body as { importId: string }).importId}`;
  await until(async () => ((await app.operator('get', path)).body as { state: string }).state === 'completed');
  const { body: listed } = await app.operator('get', '/v1/operations?limit=1').expect(200);
  const [{ txId, operationId }] = (listed as { operations: [{ txId: string; operationId: string }] }).operations;
  const { body: transaction } = await app.auditor('get', `/v1/explorer/transactions/${txId}`).expect(200);
  expect(transaction).toMatchObject({
    operations: [
      { mspId: 'HarborMSP', kind: 'issue', receipt: { amount: '10' } },
      { mspId: 'HarborMSP', kind: 'issue', operationId, receipt: { amount: '20' } },
    ],
  });

  const history = async (id: string) => {
    const key = encodeURIComponent(`op/HarborMSP/${encodeURIComponent(id)}`);
    const { body } = await app.operator('get', `/v1/explorer/history?key=${key}`).expect(200);
    return (body as { versions: { txId: string; value: { rows?: string[]; reversed?: string } }[] }).versions;
  };
  const [only] = await history(operationId);
  expect(only).toMatchObject({ txId, value: { programId: 'harbor', rows: [expect.stringMatching(/^3 \S+ 20 /)] } });
  // What is taken back is written in a row of its own, after that.
  await app.operator('post', '/v1/reversals').send({ operationId }).expect(201);
  const [later, first] = await history(operationId);
  expect(later!.value).toMatchObject({ kind: 'issue', amount: '20' });
  expect(first).toEqual(only);
  expect(await history(operationId.replace(/-\d+$/, '-9'))).toEqual([]);
  expect(await history('im-none')).toEqual([]);
});

it('shows nothing of a private row but its hash', async () => {
  const app = await startApp({ parts: parts() });
  const figures = [
    { name: 'margin', value: '-713713' },
    { name: 'line-01', label: 'LABEL713', value: 'TEXT713' },
  ];
  const recorded = await app.operator('post', '/v1/figures').send({ period: '2026-10', figures }).expect(201);
  const { txId } = recorded.body as { txId: string };
  const { body, text } = await app.operator('get', `/v1/explorer/transactions/${txId}`).expect(200);
  const { writes, block } = body as { writes: { collection?: string; key: string; value: string }[]; block: number };
  expect(writes.length).toBeGreaterThan(0);
  for (const { collection, key, value } of writes) {
    expect(collection).toMatch(/harbor/i);
    expect([key, value].join()).toMatch(/^[0-9a-f]{64},[0-9a-f]{64}$/);
  }
  const bytes = await app.operator('get', `/v1/explorer/blocks/${block}/bytes`).buffer(true).expect(200);
  for (const shown of [text, (bytes.body as Buffer).toString('latin1')])
    expect(shown).not.toMatch(/713713|LABEL713|TEXT713/);
});

it('refuses cashiers, and what is written wrongly', async () => {
  const app = await startApp({ parts: parts() });
  await app.cashier('get', '/v1/explorer/blocks').expect(403);
  for (const path of [
    '/v1/explorer/blocks/x',
    '/v1/explorer/blocks?limit=0',
    '/v1/explorer/transactions/abc',
    '/v1/explorer/history',
    '/v1/explorer/history?key=%25zz',
    '/v1/explorer/history?key=',
  ]) {
    const { body } = await app.operator('get', path).expect(400);
    expect(body).toMatchObject({ code: 'REQUEST_INVALID' });
  }
  const answers = [
    ['/v1/explorer/blocks?cursor=abc', 400, 'CURSOR_INVALID'],
    ['/v1/explorer/blocks/9999', 404, 'BLOCK_AHEAD'],
    ['/v1/explorer/configurations/9999', 404, 'BLOCK_AHEAD'],
    [`/v1/explorer/transactions/${'0'.repeat(64)}`, 404, 'TRANSACTION_UNKNOWN'],
  ] as const;
  for (const [path, status, code] of answers) {
    const { body } = await app.operator('get', path).expect(status);
    expect(body).toMatchObject({ code });
  }
});

it('answers clearly where no index is kept', async () => {
  const app = await startApp();
  for (const path of ['blocks', 'blocks/0', 'blocks/0/bytes', `transactions/${'0'.repeat(64)}`, 'configurations']) {
    const { body } = await app.operator('get', `/v1/explorer/${path}`).expect(501);
    expect(body).toMatchObject({ code: 'EXPLORER_OFF', retryable: false });
  }
});
