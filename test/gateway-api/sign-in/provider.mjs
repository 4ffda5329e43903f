// An OpenID provider for tests, on a port of its own: who signs in has the roles that its name begins with, as `operator-anna`.
import { Provider } from 'oidc-provider';
import { createServer } from 'node:http';

const [, , redirectUri] = process.argv;
const server = createServer((request, response) => handle(request, response));
let handle = () => undefined;
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'commonpoint',
        client_secret: 'a secret of the client’s'.replaceAll(/[^a-z]/g, '-'),
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'roles'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of tests'] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, roles: [`points-${id.split('-')[0]}`] }),
    }),
  });
  provider.on('server_error', (_context, error) => console.error(error));
  handle = provider.callback();
  console.log(JSON.stringify({ issuer }));
});
