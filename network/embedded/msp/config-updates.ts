/**
 * What orderers make of a configuration update: the CONFIG envelope that stands alone in its block, or a refusal.
 *
 * Fabric: the update is applied to the configuration in force, what comes of it must be usable, and under BFT its BlockValidation must
 * be what follows from the consenters. Reference: `orderer/common/msgprocessor/standardchannel.go` (ProcessConfigUpdateMsg),
 * `orderer/common/multichannel/chainsupport.go` (ProposeConfigUpdate), `common/channelconfig/bundle.go` (ValidateNew),
 * `orderer/consensus/smartbft/configverifier.go`. Left out: changing the kind of consensus.
 */
import { common } from '@hyperledger/fabric-protos';
import { applyUpdate, UpdateRefused } from '../../config/apply-update.js';
import { signedEnvelope } from '../../config/signed-envelope.js';
import { type ChannelConfig, readConfigEnvelope } from './channel-config.js';
import { refuseMigration, refuseOtherQuorum, refuseUnusable } from './config-checks.js';
import type { Signer } from './signer.js';
import { joinBytes, plainBytes } from '../wire/bytes.js';
import { type ParsedEnvelope, parseEnvelope } from '../wire/envelope.js';
import { decodeAs } from '../wire/malformed-error.js';
import type { SignedData } from '../wire/signed-data.js';

/**
 * The configuration that an update leads to, as the CONFIG envelope holds it.
 * @throws UpdateRefused
 */
export async function proposeUpdate(envelope: ParsedEnvelope, channel: ChannelConfig): Promise<common.ConfigEnvelope> {
  const content = decodeAs('transaction', () => common.ConfigUpdateEnvelope.deserializeBinary(envelope.data));
  const bytes = plainBytes(content.getConfigUpdate_asU8());
  const update = decodeAs('transaction', () => common.ConfigUpdate.deserializeBinary(bytes));
  const signatures = content.getSignaturesList().map((signature): SignedData => {
    const header = plainBytes(signature.getSignatureHeader_asU8());
    const creator = decodeAs('transaction', () => common.SignatureHeader.deserializeBinary(header).getCreator_asU8());
    const signed = plainBytes(signature.getSignature_asU8());
    return { data: joinBytes(header, bytes), identity: plainBytes(creator), signature: signed };
  });
  const signers = await channel.policies.validSigners(signatures);
  const config = authorized(() =>
    applyUpdate(channel.channelId, channel.config, update, {
      hasPolicy: (path) => channel.policies.has(path),
      whyUnsatisfied: (path) => channel.policies.whyUnsatisfied(path, signers),
    }),
  );
  refuseUnusable(channel.config, config);
  const proposed = new common.ConfigEnvelope();
  proposed.setConfig(config);
  proposed.setLastUpdate(common.Envelope.deserializeBinary(envelope.bytes));
  return proposed;
}

/** As an orderer signs it. @throws UpdateRefused @throws ConsensusRefused */
export async function configEnvelope(
  envelope: ParsedEnvelope,
  channel: ChannelConfig,
  signer: Signer,
): Promise<Uint8Array> {
  const where = `error applying config update to existing channel '${channel.channelId}'`;
  const proposed = await within(where, () => proposeUpdate(envelope, channel));
  const bytes = signedConfig(proposed, channel, signer);
  // What cannot be read as a configuration must not stand in a block: no node could go on.
  await within(where, async () => readConfigEnvelope(bytes));
  const next = proposed.getConfig()!;
  await within('config update for existing channel did not pass maintenance checks', async () =>
    refuseMigration(channel.config, next),
  );
  refuseOtherQuorum(next);
  return bytes;
}

function signedConfig(proposed: common.ConfigEnvelope, channel: ChannelConfig, signer: Signer): Uint8Array {
  const signed = signedEnvelope(signer, common.HeaderType.CONFIG, channel.channelId, proposed);
  return plainBytes(signed.serializeBinary());
}

/** @throws UpdateRefused with where it happened in front of it */
async function within<T>(where: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new UpdateRefused(`${where}: ${(error as Error).message}`);
  }
}

/** Whether a CONFIG envelope holds what its own update leads to. */
export async function isResultOfItsUpdate(envelope: ParsedEnvelope, channel: ChannelConfig): Promise<boolean> {
  try {
    const given = common.ConfigEnvelope.deserializeBinary(envelope.data);
    const update = given.getLastUpdate();
    if (!update) return false;
    const expected = await proposeUpdate(parseEnvelope(plainBytes(update.serializeBinary())), channel);
    const bytesOf = (config: common.Config | undefined): Uint8Array => config?.serializeBinary() ?? new Uint8Array();
    return Buffer.compare(bytesOf(given.getConfig()), bytesOf(expected.getConfig())) === 0;
  } catch {
    return false;
  }
}

function authorized<T>(apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    if (!(error instanceof UpdateRefused)) throw error;
    throw new UpdateRefused(`error authorizing update: ${error.message}`);
  }
}
