import { readFileSync } from 'node:fs';
import { ClientIdentity } from 'fabric-shim';
import { signingMspFiles } from '../../network/identities/load-identity.js';

/** The role of the identity in an MSP folder, as fabric-shim reads it in the chaincode; null if it has none. */
export function roleAttributeOf(mspDir: string): string | null {
  const idBytes = readFileSync(signingMspFiles(mspDir).certPath);
  const stub = {
    getCreator: () => ({ mspid: 'HarborMSP', idBytes }),
    getChannelID: () => 'points',
    getTxID: () => 'tx',
  };
  return new ClientIdentity(stub as never).getAttributeValue('role');
}
