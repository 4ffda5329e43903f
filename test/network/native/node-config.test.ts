import { peerConfig } from '../../../network/native/node-config.js';
import { createTopology } from '../../../network/topology.js';

const [harbor] = createTopology().organizations;

function authFilters(major: number): string[] {
  const { peer } = peerConfig(harbor!, '/data', { builderDir: '/builder', major }) as {
    peer: { handlers: { authFilters: { name: string }[] } };
  };
  return peer.handlers.authFilters.map(({ name }) => name);
}

test('a peer of Fabric 3 checks the time of proposals', () => {
  expect(authFilters(3)).toEqual(['DefaultAuth', 'ExpirationCheck', 'TimeWindowCheck']);
});

test('a peer of Fabric 2.5 is not told of a filter that it does not have', () => {
  expect(authFilters(2)).toEqual(['DefaultAuth', 'ExpirationCheck']);
});
