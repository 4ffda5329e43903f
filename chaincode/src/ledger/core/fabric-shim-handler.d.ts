/** The private parts of fabric-shim 2.5.8 that batch messages rest on. */
declare module 'fabric-shim/lib/handler.js' {
  import type { peer } from '@hyperledger/fabric-protos';

  export class ChaincodeMessageHandler {
    constructor(stream: unknown, chaincode: unknown);
    readonly _stream: { on(event: 'data', listener: (message: peer.ChaincodeMessage) => void): unknown };
    chat(starter: unknown): void;
    _askPeerAndListen(message: peer.ChaincodeMessage, method: string): Promise<Buffer>;
  }
}
