import { founded } from '../route-world.js';
import { databaseAt, startApp, startWithMembers, until, type StartedApp } from '../start-app.js';

describe('probes', () => {
  it('livez answers as long as the process does', async () => {
    await (await startApp()).anonymous.get('/livez').expect(200, { live: true });
  });

  /** What makes it so, and what is seen of it. */
  const situations: [string, object, number, () => Promise<StartedApp>][] = [
    ['all is well', {}, 200, () => startApp()],
    [
      'the peer is gone',
      { peerReachable: false },
      503,
      async () => {
        const app = await startApp();
        app.channel.isCut = true;
        return app;
      },
    ],
    [
      'nothing is ordered any more',
      { orderingAvailable: false },
      503,
      async () => {
        const app = await startApp({ parts: { ordering: { refusedMs: 20, everyMs: 10 } } });
        app.network.orderers = 'too few';
        await app.operator('post', '/v1/accounts').set('prefer', 'wait=0').send({ memberRef: 'm-1' }).expect(202);
        return app;
      },
    ],
    [
      'earlier work is not resolved',
      { recovering: true },
      503,
      async () => {
        const { network, parts, accountId, issue } = await begun('recovering');
        await issue(accountId);
        // Its outcome is not known, and the peer does not say how far it is.
        return startApp({ network, parts, channel: (channel) => (channel.isSilent = true) });
      },
    ],
    ['the projection is a little behind', { ledgerBlock: 50 }, 200, () => behind(50)],
    ['the projection is far behind', { ledgerBlock: 500 }, 503, () => behind(500)],
  ];
  it.each(situations)('readyz when %s', async (_name, facts, status, start) => {
    const app = await start();
    const isSo = async (): Promise<boolean> => {
      const { body } = await app.anonymous.get('/readyz');
      return Object.entries(facts).every(([name, value]) => body[name] === value);
    };
    await until(isSo);
    const { body, headers } = await app.anonymous.get('/readyz').expect(status);
    expect(body).toMatchObject({ ready: status === 200, ...facts });
    expect(headers['cache-control']).toBe('no-store');
  });

  /** The ledger is this far, and the peer hands out only the beginning of it. */
  async function behind(block: number): Promise<StartedApp> {
    const network = await founded();
    const blocksVisible = network.blocks.length;
    network.appendEmptyBlocks(block + 1 - blocksVisible);
    return startApp({ network, channel: (channel) => (channel.blocksVisible = blocksVisible) });
  }

  /** A gateway that stops while an operation of its own is under way. */
  async function begun(name: string) {
    const parts = { databasePath: databaseAt(name) };
    const { app, accountId } = await startWithMembers({ parts });
    const issue = async (toAccountId: string): Promise<void> => {
      app.holdCommits();
      const issued = app.cashier('post', '/v1/issuances').set('prefer', 'wait=0');
      await issued.send({ programId: 'harbor', accountId: toAccountId, amount: '1' }).expect(202);
      await until(() => app.channel.submitted.length === 1);
      await app.gateway.close(0);
    };
    return { network: app.network, parts, accountId, issue };
  }

  it('readyz says no while stopping', async () => {
    const app = await startApp();
    app.state.stopping = true;
    await app.anonymous.get('/readyz').expect(503);
  });
});

describe('metrics', () => {
  it('count by route template, never by path', async () => {
    const app = await startApp();
    await app.cashier('get', '/v1/accounts/HarborMSP:12345678').expect(404);
    await app.anonymous.get('/nothing/secret-path').expect(404);
    const { text, headers } = await app.anonymous.get('/metrics').expect(200);
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toContain(
      'commonpoint_http_request_duration_seconds_count{method="GET",route="/v1/accounts/{accountId}",status="404"} 1',
    );
    expect(text).toContain('route="unmatched"');
    expect(text).toContain('commonpoint_peer_reachable 1');
    expect(text).toContain('commonpoint_ordering_available 1');
    expect(text).not.toMatch(/12345678|secret-path/);
  });
});

describe('the log', () => {
  it('has a line for each request, with its trace and template', async () => {
    const app = await startApp();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    await app
      .cashier('get', '/v1/accounts/HarborMSP:12345678?x=secret')
      .set('traceparent', `00-${traceId}-00f067aa0ba902b7-01`)
      .expect(400);
    expect(app.lines).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          traceId,
          method: 'GET',
          route: '/v1/accounts/{accountId}',
          status: 400,
          durationMs: expect.any(Number),
          client: 'harbor-cashier',
          code: 'REQUEST_INVALID',
        },
      },
    ]);
  });

  it.each([
    ['none', undefined],
    ['all zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['a forbidden version', `ff-${'a'.repeat(32)}-00f067aa0ba902b7-01`],
    ['something else', 'x'.repeat(100)],
  ])('starts a trace where the header is %s', async (_name, header) => {
    const request = (await startApp()).anonymous.get('/livez');
    if (header !== undefined) request.set('traceparent', header);
    const { headers } = await request.expect(200);
    expect(headers.traceresponse).toMatch(/^00-(?!0{32}|a{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

describe('headers', () => {
  it('keep browsers from doing anything with replies', async () => {
    const { headers } = await (await startApp()).anonymous.get('/livez').expect(200);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
  });
});

describe('/docs', () => {
  let anonymous: StartedApp['anonymous'];
  beforeAll(async () => {
    ({ anonymous } = await startApp());
  });

  it('is reached from the root', async () => {
    await anonymous.get('/').expect(302).expect('location', '/docs/');
    await anonymous.get('/docs').expect(308).expect('location', '/docs/');
  });

  it('loads nothing from elsewhere', async () => {
    const { text, headers } = await anonymous.get('/docs/').expect(200);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(loaded).not.toHaveLength(0);
    for (const path of loaded) {
      expect(path).not.toMatch(/^\w+:|^\/\//);
      await anonymous.get(`/docs/${path}`).expect(200);
    }
  });

  it('explains every code at the anchor that problems refer to', async () => {
    const { text } = await anonymous.get('/docs/errors').expect(200);
    expect(text).toContain('<tr id="INSUFFICIENT_POINTS">');
  });

  it('has no directory listing and no other files', async () => {
    await anonymous.get('/docs/nothing.js').expect(404).expect('content-type', 'application/problem+json');
    await anonymous.get('/docs/..%2f..%2fpackage.json').expect((response) => {
      if (![400, 403, 404].includes(response.status)) throw new Error(`answered ${response.status}`);
    });
  });
});
