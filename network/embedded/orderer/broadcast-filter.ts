/**
 * What the orderers let in.
 *
 * Fabric: an envelope must name a channel that exists, be no larger than `AbsoluteMaxBytes`, come from an identity that
 * has not expired and satisfies `/Channel/Writers`. What is in it is for the peers to judge. Reference:
 * `orderer/common/broadcast/broadcast.go`, `orderer/common/msgprocessor/{sigfilter,sizefilter,expiration}.go`.
 * Left out: nothing.
 */
import { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../msp/channel-config.js';
import { isWithinValidity } from '../msp/identity.js';
import { envelopeSignedData, type ParsedEnvelope } from '../wire/envelope.js';
import { batchLimits } from './batch-limits.js';

export interface BroadcastAnswer {
  readonly status: common.StatusMap[keyof common.StatusMap];
  readonly info: string;
}

const { BAD_REQUEST, FORBIDDEN, SUCCESS } = common.Status;
const WRITERS = '/Channel/Writers';
const knownTypes = [common.HeaderType.ENDORSER_TRANSACTION, common.HeaderType.MESSAGE, common.HeaderType.CONFIG_UPDATE];

/** SUCCESS, or why the envelope is not let in. */
export async function judgeEnvelope(envelope: ParsedEnvelope, config: ChannelConfig): Promise<BroadcastAnswer> {
  const { type, creator } = envelope.header;
  if (!(knownTypes as readonly number[]).includes(type)) {
    return { status: BAD_REQUEST, info: `message of type ${type} cannot be ordered` };
  }
  const { absoluteBytesMax } = batchLimits(config);
  if (envelope.bytes.length > absoluteBytesMax) {
    const info = `message payload is ${envelope.bytes.length} bytes and exceeds maximum allowed ${absoluteBytesMax} bytes`;
    return { status: BAD_REQUEST, info };
  }
  const member = config.msps.findMember(creator);
  if (member && !isWithinValidity(member, Date.now())) {
    return { status: BAD_REQUEST, info: 'broadcast client identity expired' };
  }
  if (!member || !(await config.policies.isSatisfied(WRITERS, [envelopeSignedData(envelope)]))) {
    const info = `implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied`;
    return { status: FORBIDDEN, info };
  }
  return { status: SUCCESS, info: '' };
}
