/** Deciding in one go: the proposer's peer hears of others' votes a moment after they were given, and is waited for. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Proposal } from '@commonpoint/catalogue';
import { decideAtOnce } from '../../consortium/launcher/decide-at-once.js';

const by = [
  { slug: 'harbor', mspId: 'HarborMSP' },
  { slug: 'citypark', mspId: 'CityParkMSP' },
];
const action = { kind: 'switch-on', feature: 'notes' } as const;
let proposed = false;
let executed = false;
const votes: string[] = [];
/** How often Harbor's peer is still asked before it has what CityPark said. */
let lagging = 0;
const servers: Server[] = [];

/** What a gateway answers of the one proposal there is, by what its peer has of the votes. */
function told(slug: string): object {
  const known = slug === 'harbor' && lagging > 0 ? votes.filter((mspId) => mspId !== 'CityParkMSP') : votes;
  if (slug === 'harbor' && votes.length === 2) lagging -= 1;
  return {
    status: executed ? 'executed' : known.length === 2 ? 'passed' : 'open',
    voters: by.map(({ mspId }) => mspId),
    votes: known.map((mspId) => ({ mspId, vote: 'for' })),
    votingEnds: '2027-01-01T00:00:00.000Z',
  };
}

function answer(slug: string, mspId: string, method: string, path: string): [number, object] {
  if (method === 'GET') return proposed ? [200, told(slug)] : [404, { code: 'PROPOSAL_UNKNOWN', status: 404 }];
  if (path.endsWith('/votes')) votes.push(mspId);
  else if (path.endsWith('/execution')) executed = true;
  else proposed = true;
  return [200, told(slug)];
}

async function gateways() {
  const entries = await Promise.all(
    by.map(async ({ slug, mspId }) => {
      const server = createServer((request, response) => {
        const [status, body] = answer(slug, mspId, request.method!, request.url!);
        request.resume();
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      return [slug, { url: `http://127.0.0.1:${port}`, mspId, keys: { delegate: 'key' } }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

beforeEach(() => {
  [proposed, executed, lagging] = [false, false, 0];
  votes.splice(0);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const decided = async (before: readonly Proposal[]): Promise<string[]> => {
  const said: string[] = [];
  const delegates = await gateways();
  await decideAtOnce({ delegates, by, name: 'notes', actions: [action], before, say: (line) => said.push(line) });
  return said;
};

test('a vote that the proposer’s peer has yet to hear of is waited for, and then it is executed', async () => {
  lagging = 3;
  expect(await decided([])).toEqual(['proposed as HarborMSP:notes', 'decided by HarborMSP:notes']);
  expect({ votes, executed }).toEqual({ votes: ['HarborMSP', 'CityParkMSP'], executed: true });
});

test('so is one that an earlier run gave, which was cut off', async () => {
  [proposed, lagging] = [true, 3];
  votes.push('HarborMSP', 'CityParkMSP');
  const underWay = { proposalId: 'HarborMSP:notes', actions: [action], status: 'open' };
  expect(await decided([underWay as unknown as Proposal])).toEqual(['decided by HarborMSP:notes']);
  expect({ votes, executed }).toEqual({ votes: ['HarborMSP', 'CityParkMSP'], executed: true });
});
