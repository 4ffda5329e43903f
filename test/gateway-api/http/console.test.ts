/** The console's files, and under which policy browsers get them. */
import { startApp } from '../start-app.js';

const POLICY =
  "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self' data:;form-action 'none';frame-ancestors 'none';base-uri 'none'";

describe('/console/', () => {
  it('is one page for every screen, and asks nothing of elsewhere', async () => {
    const app = await startApp();
    for (const path of ['/console', '/console/', '/console/programs/harbor', '/console/a.b/c']) {
      const { text, headers } = await app.anonymous.get(path).expect(200);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': POLICY,
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      });
      const asked = text.match(/(?:src|href)="[^"]*"/g) ?? [];
      expect(asked.filter((each) => !/^(src|href)="\/console\/[\w-]+\.(svg|css|js)"$/.test(each))).toEqual([]);
      expect(asked).toContainEqual(expect.stringMatching(/^src="\/console\/main-\w+\.js"$/));
    }
  });

  it('gives its files compressed to who takes them so, and for good', async () => {
    const app = await startApp();
    const { text: page } = await app.anonymous.get('/console/');
    const script = /src="([^"]+)"/.exec(page)![1]!;
    const zipped = await app.anonymous.get(script).set('accept-encoding', 'gzip').expect(200);
    expect(zipped.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const plain = await app.anonymous.get(script).set('accept-encoding', 'identity').expect(200);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.text).toBe(zipped.text);
    // As browsers ask.
    const newest = await app.anonymous.get(script).set('accept-encoding', 'gzip, deflate, br, zstd').expect(200);
    expect(newest.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(Number(newest.headers['content-length'])).toBeLessThan(Number(zipped.headers['content-length']));
    expect(newest.text).toBe(zipped.text);
  });

  it('has no other files', async () => {
    const app = await startApp();
    for (const path of ['/console/none.js', '/console/%2e%2e%2fpackage.js', '/console/..%5cpackage.js'])
      await app.anonymous.get(path).expect((response) => {
        if (response.status === 200) expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
        else expect(response.status).toBe(404);
      });
    await app.anonymous.get('/console/none.js').expect(404);
    await app.anonymous.post('/console/').expect(404);
  });
});
