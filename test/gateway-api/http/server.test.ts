import { connect, type AddressInfo, type Socket } from 'node:net';
import { request, type Server } from 'node:http';
import { gatewayConfig } from '../../../gateway-api/src/config.js';
import { createHttpServer, drain } from '../../../gateway-api/src/http/server.js';
import { keyOf, prepare, startApp, until, type StartedApp } from '../start-app.js';

describe('the server', () => {
  let app: StartedApp;
  let server: Server;
  let port: number;
  const sockets: Socket[] = [];
  const limits = gatewayConfig.shape.limits.parse({ headMs: 300, requestMs: 300 });
  beforeEach(async () => {
    app = await startApp({ limits: { requestMs: 300 } });
    server = createHttpServer(app.app, limits);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.closeAllConnections();
    server.close();
  });

  /** What comes back for these bytes until the server closes the connection. */
  const raw = (...pieces: string[]): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      let received = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
      socket.on('error', () => undefined).on('close', () => resolve(received));
      for (const piece of pieces) socket.write(piece);
    });

  it.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400, 'REQUEST_INVALID'],
    ['a head too large', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'HEAD_TOO_LARGE'],
    ['a head that never ends', 'GET / HTTP/1.1\r\nhost: x\r\n', 408, 'REQUEST_TIMEOUT'],
    ['a request without a host', 'GET /livez HTTP/1.1\r\n\r\n', 400, 'REQUEST_INVALID'],
    ['to be a proxy', 'CONNECT x:443 HTTP/1.1\r\nhost: x:443\r\n\r\n', 400, 'REQUEST_INVALID'],
  ])('refuses %s', async (_name, text, status, code) => {
    const reply = await raw(text);
    expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(reply).toContain('application/problem+json');
    expect(reply).toContain(`"code":"${code}"`);
  });

  it('outlives whoever wants a proxy and breaks off, and keeps no connection of one that does not hang up', async () => {
    let open = 0;
    server.on('connection', (socket) => {
      open += 1;
      socket.once('close', () => (open -= 1));
    });
    for (let at = 0; at < 90; at += 1) {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`CONNECT x:443 HTTP/1.1\r\nhost: x:443\r\n\r\n${'z'.repeat(at * 50)}`);
        if (at % 3 > 0) setTimeout(() => socket.resetAndDestroy(), at % 5);
      });
      sockets.push(socket.on('error', () => undefined));
    }
    await until(() => open > 0);
    await until(() => open === 0);
    expect(await raw('GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  });

  it('answers whoever expects something else than to go on', async () => {
    const reply = await raw('GET /livez HTTP/1.1\r\nhost: x\r\nexpect: tea\r\nconnection: close\r\n\r\n');
    expect(reply).toMatch(/^HTTP\/1.1 200 /);
    expect(reply).toMatch(/\{"live":true\}$/);
  });

  it('answers what came whole before it refuses what cannot be read behind it', async () => {
    const accountId = await prepare(app, '0');
    app.holdCommits();
    const body = JSON.stringify({ programId: 'harbor', accountId, amount: '5' });
    const head = [
      'POST /v1/issuances HTTP/1.1',
      'host: x',
      `authorization: Bearer ${keyOf('cashier')}`,
      'idempotency-key: with-more-behind',
      'content-type: application/json',
      `content-length: ${body.length}`,
    ];
    const before = app.channel.submitted.length;
    const reply = raw(`${head.join('\r\n')}\r\n\r\n${body}more\r\n\r\n`);
    await until(() => app.channel.submitted.length > before);
    app.releaseCommits();
    expect((await reply).match(/^HTTP\/1.1 \d+|"code":"\w+"/gm)).toEqual(['HTTP/1.1 201', '"code":"REQUEST_INVALID"']);
  });

  it('gives up on a body that does not come', async () => {
    const head = [
      'POST /v1/issuances HTTP/1.1',
      'host: x',
      `authorization: Bearer ${keyOf('cashier')}`,
      'idempotency-key: k',
      'content-type: application/json',
      'content-length: 100',
      '',
      '{',
    ];
    const reply = await raw(head.join('\r\n'));
    expect(reply).toMatch(/^HTTP\/1.1 408 /);
    expect(reply).toMatch(/connection: close/i);
  }, 10_000);

  it('finishes what was begun before it stops, and takes nothing new', async () => {
    const accountId = await prepare(app, '0');
    const submittedBefore = app.channel.submitted.length;
    app.holdCommits();
    const answered = new Promise<number>((resolve, reject) => {
      const body = JSON.stringify({ programId: 'harbor', accountId, amount: '5' });
      const post = request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/v1/issuances',
        headers: {
          authorization: `Bearer ${keyOf('cashier')}`,
          'idempotency-key': 'k',
          'content-type': 'application/json',
        },
      });
      post
        .on('response', (response) => resolve(response.statusCode!))
        .on('error', reject)
        .end(body);
    });
    await until(() => app.channel.submitted.length === submittedBefore + 1);
    const drained = drain(server, 5_000);
    await expect(
      new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject)),
    ).rejects.toThrow(/ECONNREFUSED/);
    app.releaseCommits();
    expect(await answered).toBe(201);
    await drained;
  });

  describe('while it stops', () => {
    const post = (accountId: string, key: string): string => {
      const body = JSON.stringify({ programId: 'harbor', accountId, amount: '5' });
      const head = [
        'POST /v1/issuances HTTP/1.1',
        'host: x',
        `authorization: Bearer ${keyOf('cashier')}`,
        `idempotency-key: ${key}`,
        'content-type: application/json',
        `content-length: ${body.length}`,
      ];
      return `${head.join('\r\n')}\r\n\r\n${body}`;
    };
    /** A connection over which one request was answered, and what comes over it until it is closed. */
    const used = async () => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket.on('error', () => undefined).setEncoding('utf8'));
      const reply = { text: '' };
      socket.on('data', (chunk: string) => (reply.text += chunk));
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
      socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
      await until(() => reply.text.endsWith('{"live":true}'));
      reply.text = '';
      return { socket, reply, closed };
    };
    const told = ({ text }: { text: string }) => text.match(/HTTP\/1.1 \d+|(?<=^connection: )[\w-]+|"code":"\w+"/gim);
    const stop = (idleMs?: number) => {
      app.state.stopping = true;
      return drain(server, 60_000, idleMs);
    };

    it('says with the answer to what was under way that the connection ends', async () => {
      const accountId = await prepare(app, '0');
      const till = await used();
      const before = app.channel.submitted.length;
      app.holdCommits();
      till.socket.write(post(accountId, 'under-way'));
      await until(() => app.channel.submitted.length > before);
      const stopped = stop();
      app.releaseCommits();
      await till.closed;
      expect(told(till.reply)).toEqual(['HTTP/1.1 201', 'close']);
      await stopped;
    });

    it('refuses what comes over a connection that was open, and answers before what came before', async () => {
      const accountId = await prepare(app, '0');
      const [idle, busy, reader] = [await used(), await used(), await used()];
      const before = app.channel.submitted.length;
      app.holdCommits();
      busy.socket.write(post(accountId, 'under-way'));
      await until(() => app.channel.submitted.length > before);
      const stopped = stop(60_000);
      let came = 0;
      server.on('request', () => (came += 1));
      idle.socket.write(post(accountId, 'too-late'));
      busy.socket.write(post(accountId, 'later-too'));
      reader.socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
      await until(() => came === 3);
      await Promise.all([idle.closed, reader.closed]);
      app.releaseCommits();
      await busy.closed;
      const refused = ['HTTP/1.1 503', 'close', '"code":"SHUTTING_DOWN"'];
      expect(told(idle.reply)).toEqual(refused);
      expect(told(busy.reply)).toEqual(['HTTP/1.1 201', 'keep-alive', ...refused]);
      expect(told(reader.reply)).toEqual(['HTTP/1.1 200', 'close']);
      expect(app.gateway.operations.find('too-late')).toBeUndefined();
      await stopped;
    });

    it('closes a connection over which nothing comes', async () => {
      const till = await used();
      await stop();
      await till.closed;
      expect(told(till.reply)).toBeNull();
    });
  });

  it('does not wait longer than it was told to', async () => {
    void raw('GET /v1/programs HTTP/1.1\r\nhost: x\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const started = performance.now();
    await drain(server, 100);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
