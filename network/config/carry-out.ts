/** An update on its way: computed, signed by several, sent to all orderers, and proven by the own peer's configuration. */
import { setTimeout as sleep } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import { callSystemChaincode } from '../admin/system-chaincode.js';
import type { PeerConnection } from '../admin/peer-connection.js';
import { computeUpdate } from './compute-update.js';
import { type Intent, planIntent } from './intents.js';
import { type BroadcastAnswer, broadcastToAll, orderersOf } from './orderers.js';
import { plannedChanges, type PlannedChange, planHash } from './planned-changes.js';
import { senderOf } from './signed-envelope.js';
import { updateEnvelope } from './sign-update.js';

/** What an intent comes to on one configuration. */
export interface PlannedUpdate {
  readonly channel: string;
  readonly present: common.Config;
  readonly wanted: common.Config;
  /** What organisations sign, as bytes: never encoded again. */
  readonly update: Uint8Array;
  readonly changes: readonly PlannedChange[];
  /** What members decide on. */
  readonly planHash: string;
}

/** The orderers did not make a block of it in time; what each of them said is in the message. */
export class UpdateNotInForce extends Error {
  constructor(
    message: string,
    /** Another update came in between: the plan may be carried out on what there is now. */
    readonly hasMovedOn: boolean,
  ) {
    super(message);
  }
}

const IN_FORCE_WITHIN_MS = 30_000;
const LOOKED_AT_EVERY_MS = 100;

/** The channel's configuration as the organisation's own peer has it. */
export async function readConfig(connection: PeerConnection, channel: string): Promise<common.Config> {
  const args = ['GetChannelConfig', channel];
  return common.Config.deserializeBinary(await callSystemChaincode(connection, { channel, chaincode: 'cscc', args }));
}

/** Pure. @throws IntentRefused @throws NothingChanges when it is so already */
export function planUpdate(channel: string, present: common.Config, intent: Intent): PlannedUpdate {
  const wanted = planIntent(intent, present);
  return {
    channel,
    present,
    wanted,
    update: computeUpdate(channel, present, wanted).serializeBinary(),
    changes: plannedChanges(present, wanted),
    planHash: planHash(channel, present, wanted),
  };
}

/** Whether a configuration is what an update was to make of the one before. */
export function isCarriedOut({ present, wanted }: PlannedUpdate, now: common.Config): boolean {
  return now.getSequence() > present.getSequence() && plannedChanges(now, wanted).length === 0;
}

/**
 * Sends an update to all orderers and waits until it is in force at the own peer, which is the only proof: an orderer that is behind
 * says no to a good update and yes to an old one.
 *
 * @returns the configuration that is in force
 * @throws UpdateNotInForce
 */
export async function carryOut(
  connection: PeerConnection,
  planned: PlannedUpdate,
  signatures: readonly common.ConfigSignature[],
): Promise<common.Config> {
  const { channel, present, update } = planned;
  const envelope = updateEnvelope(senderOf(connection.identity), channel, update, signatures);
  const answers = await broadcastToAll(orderersOf(present), envelope);
  const isRefused = answers.every(({ status }) => status !== undefined && status !== common.Status.SUCCESS);
  const deadline = Date.now() + (isRefused ? LOOKED_AT_EVERY_MS : IN_FORCE_WITHIN_MS);
  for (;;) {
    const now = await readConfig(connection, channel);
    if (isCarriedOut(planned, now)) return now;
    const hasMovedOn = now.getSequence() > present.getSequence();
    if (hasMovedOn || Date.now() > deadline) {
      const said = answers.map(describeAnswer).join('; ');
      throw new UpdateNotInForce(`${stateOf(present, now)}; ${said}`, hasMovedOn);
    }
    await sleep(LOOKED_AT_EVERY_MS);
  }
}

function stateOf(present: common.Config, now: common.Config): string {
  return now.getSequence() > present.getSequence()
    ? `the configuration moved on to number ${now.getSequence()} by another update`
    : `the configuration is still number ${now.getSequence()}`;
}

function describeAnswer({ orderer: { endpoint }, status, info }: BroadcastAnswer): string {
  const name = Object.entries(common.Status).find(([, code]) => code === status)?.[0] ?? 'nothing';
  return `${endpoint} answers ${name}${info === '' ? '' : ` (${info})`}`;
}
