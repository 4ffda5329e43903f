/** The valid configuration in a block, which is always alone in it. */
import { common, peer } from '@hyperledger/fabric-protos';
import { parseEnvelope } from '../wire/envelope.js';
import type { CommittedBlock } from './types.js';

export function configEnvelopeOf({ parsed, transactions }: CommittedBlock): Uint8Array | undefined {
  const [envelope] = parsed.data;
  if (!envelope || transactions[0]?.validationCode !== peer.TxValidationCode.VALID) return undefined;
  return parseEnvelope(envelope).header.type === common.HeaderType.CONFIG ? envelope : undefined;
}
