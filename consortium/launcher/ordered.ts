/** How far orderers are, as any member's administrator sees it. */
import { readConfig } from '@commonpoint/network/config/carry-out';
import { newestBlock, orderersOf } from '@commonpoint/network/config/orderers';
import type { PeerConnection } from '@commonpoint/network/admin/peer-connection';
import type { Topology } from '@commonpoint/network/topology';
import { until } from './start-again.js';

/** Numbers of the newest blocks of those at, or not at, an address; one that follows the others has what they have. */
async function newestOf(
  connection: PeerConnection,
  { channel }: Pick<Topology, 'channel'>,
  isAsked: (endpoint: string) => boolean,
): Promise<PromiseSettledResult<number>[]> {
  const orderers = orderersOf(await readConfig(connection, channel)).filter(({ endpoint }) => isAsked(endpoint));
  const ask = orderers.map((each) => newestBlock(each, channel, connection.identity));
  return Promise.allSettled(ask.map((block) => block.then((each) => each.getHeader()?.getNumber() ?? 0)));
}

const numbersIn = (settled: readonly PromiseSettledResult<number>[]): number[] =>
  settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));

/** How many blocks there are, by those orderers that answer. */
export async function orderedHeight(connection: PeerConnection, topology: Pick<Topology, 'channel'>): Promise<number> {
  return Math.max(-1, ...numbersIn(await newestOf(connection, topology, () => true))) + 1;
}

/** Until the one at this address has what the others have; one that stands still does not. @throws Complaint */
export async function awaitOrderer(
  connection: PeerConnection,
  topology: Pick<Topology, 'channel'>,
  own: string,
): Promise<void> {
  const others = await newestOf(connection, topology, (endpoint) => endpoint !== own);
  const aim = Math.max(...numbersIn(others));
  if (aim === -Infinity) throw new Error(`no orderer but the one at ${own} answers`);
  const ask = () => newestOf(connection, topology, (endpoint) => endpoint === own).then(numbersIn);
  await until(own, async () => Math.max(-1, ...(await ask().catch(() => []))) >= aim);
}
