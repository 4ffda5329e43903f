/** Who is asking, and how one becomes somebody who may ask. */
import { keyOf, startApp } from '../start-app.js';

describe('GET /v1/session', () => {
  it.each(['admin', 'operator', 'cashier', 'auditor'] as const)('says whose key it is: %s', async (role) => {
    const app = await startApp();
    const { body } = await app.anonymous
      .get('/v1/session')
      .set('authorization', `Bearer ${keyOf(role)}`)
      .expect(200);
    expect(body).toEqual({
      organization: 'harbor',
      mspId: 'HarborMSP',
      client: expect.any(String),
      keyId: expect.any(String),
      role,
    });
    expect(JSON.stringify(body)).not.toContain(keyOf(role));
  });

  it('is for nobody without a key, or with another one', async () => {
    const app = await startApp();
    await app.anonymous.get('/v1/session').expect(401);
    await app.anonymous.get('/v1/session').set('authorization', 'Bearer cp_harbor_admin_x').expect(401);
  });
});

describe('GET /v1/sign-in', () => {
  it('says to everybody whose gateway it is, and whether people sign in', async () => {
    await (await startApp()).anonymous.get('/v1/sign-in').expect(200, { mspId: 'HarborMSP', people: false });
    const app = await startApp({ parts: { signIn: { stepUpMinutes: 5 } } });
    await app.anonymous.get('/v1/sign-in').expect(200, { mspId: 'HarborMSP', people: true, stepUpMinutes: 5 });
  });
});
