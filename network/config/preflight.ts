/**
 * Whether orderers are well enough for a change, looked at before each: an orderer that stands still says that it is active and takes
 * everything, so their heights are compared, and whose signatures the newest blocks have.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import { heightOf } from '../admin/await-caught-up.js';
import type { PeerConnection } from '../admin/peer-connection.js';
import { callSystemChaincode } from '../admin/system-chaincode.js';
import { consentersIn } from './channel-values.js';
import { newestBlock, type OrdererAddress, orderersOf } from './orderers.js';

/** So many blocks back every consenter has to have signed one: each has the signatures of a quorum alone. */
const SIGNED_WITHIN_BLOCKS = 20;
const LOOKED_AT_EVERY_MS = 250;
/** So long an orderer may need to get to where the others are now. */
const CATCH_UP_MS = 5_000;

export interface PreflightOptions {
  /** What is to take its place: an orderer that goes by it, or gets another certificate, need not be well. */
  readonly wanted?: common.Config;
  readonly catchUpMs?: number;
  /** The number of one that need not be well, as it is to be stopped. */
  readonly except?: number;
  /** Whose signatures blocks have is not looked at: of one that takes part again since a moment ago none need be there. */
  readonly byHeight?: boolean;
}

/** The orderers are not all well; each line of the message is about one. */
export class OrderersUnwell extends Error {
  constructor(readonly lacks: readonly string[]) {
    super(`the orderers are not all well:\n${lacks.map((lack) => `- ${lack}`).join('\n')}`);
  }
}

/** @throws OrderersUnwell */
export async function requireWellOrderers(
  connection: PeerConnection,
  channel: string,
  config: common.Config,
  { catchUpMs = CATCH_UP_MS, wanted = config, except, byHeight = false }: PreflightOptions = {},
): Promise<void> {
  const kept = new Set(consentersIn(wanted).map(certifiedAs));
  const isLeaving = (each: common.Consenter): boolean => each.getId() === except || !kept.has(certifiedAs(each));
  const consenters = consentersIn(config);
  const leaving = consenters.filter(isLeaving);
  const addresses = new Set(leaving.map((each) => `${each.getHost()}:${each.getPort()}`));
  const staying = orderersOf(config).filter(({ endpoint }) => !addresses.has(endpoint));
  const [heights, silent] = await Promise.all([
    standing(connection, channel, staying, catchUpMs),
    silentConsenters(connection, channel, byHeight ? [] : consenters.filter((each) => !isLeaving(each))),
  ]);
  const lacks = [...heights, ...silent];
  if (lacks.length > 0) throw new OrderersUnwell(lacks);
}

/** Orderers that do not get to where the others were at the beginning. */
async function standing(
  { identity }: PeerConnection,
  channel: string,
  orderers: readonly OrdererAddress[],
  catchUpMs: number,
): Promise<string[]> {
  const ask = (each: OrdererAddress): Promise<number | string> =>
    newestBlock(each, channel, identity).then(
      (block) => block.getHeader()?.getNumber() ?? 0,
      (error: unknown) => (error as Error).message,
    );
  const deadline = Date.now() + catchUpMs;
  let newest = await Promise.all(orderers.map(ask));
  const aim = Math.max(-1, ...newest.filter((each) => typeof each === 'number'));
  const isBehind = (each: number | string): boolean => typeof each === 'string' || each < aim;
  while (newest.some(isBehind) && Date.now() < deadline) {
    await sleep(LOOKED_AT_EVERY_MS);
    newest = await Promise.all(
      newest.map((each, index) => (isBehind(each) ? ask(orderers[index]!) : Promise.resolve(each))),
    );
  }
  return newest.flatMap((each, index) => {
    const { endpoint, mspId } = orderers[index]!;
    if (!isBehind(each)) return [];
    const why = typeof each === 'string' ? `does not answer: ${each}` : `stands at block ${each}, others had ${aim}`;
    return [`${mspId}'s orderer at ${endpoint} ${why}`];
  });
}

/** Consenters of which none of the newest blocks has a signature; nobody can tell of a chain that is shorter. */
async function silentConsenters(
  connection: PeerConnection,
  channel: string,
  consenters: readonly common.Consenter[],
): Promise<string[]> {
  const height = await heightOf(connection, channel);
  if (consenters.length === 0 || height <= SIGNED_WITHIN_BLOCKS) return [];
  const numbers = Array.from({ length: SIGNED_WITHIN_BLOCKS }, (_, back) => height - 1 - back);
  const signed = new Set<number>();
  for (const ids of await Promise.all(numbers.map((number) => signersOf(connection, channel, number)))) {
    for (const id of ids) signed.add(id);
  }
  return consenters
    .filter((each) => !signed.has(each.getId()))
    .map(
      (each) => `consenter ${each.getId()} (${each.getMspId()}) signed none of the last ${SIGNED_WITHIN_BLOCKS} blocks`,
    );
}

async function signersOf(connection: PeerConnection, channel: string, number: number): Promise<number[]> {
  const args = ['GetBlockByNumber', channel, String(number)];
  const block = common.Block.deserializeBinary(
    await callSystemChaincode(connection, { channel, chaincode: 'qscc', args }),
  );
  const entry = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.SIGNATURES] ?? new Uint8Array();
  return common.Metadata.deserializeBinary(entry)
    .getSignaturesList()
    .map((each) => common.IdentifierHeader.deserializeBinary(each.getIdentifierHeader_asU8()).getIdentifier());
}

/** Its number, with the certificate that it signs by. */
function certifiedAs(consenter: common.Consenter): string {
  return `${consenter.getId()} ${consenter.getIdentity_asB64()}`;
}
