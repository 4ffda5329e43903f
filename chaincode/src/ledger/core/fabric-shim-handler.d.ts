/** The private parts of fabric-shim 2.5.8 that batch messages and the guard of the port rest on. */
declare module 'fabric-shim/lib/handler.js' {
  import type { peer } from '@hyperledger/fabric-protos';

  export interface ChatStream {
    on(event: string, listener: (message: peer.ChaincodeMessage) => void): unknown;
    write(message: peer.ChaincodeMessage): unknown;
    end(): unknown;
  }

  export class ChaincodeMessageHandler {
    constructor(stream: unknown, chaincode: unknown);
    readonly _stream: ChatStream;
    chat(starter: unknown): void;
    _askPeerAndListen(message: peer.ChaincodeMessage, method: string): Promise<Buffer>;
  }
}

/** The private part that text parameters rest on. */
declare module 'fabric-shim/lib/contract-spi/datamarshall.js' {
  interface Described {
    readonly parameters?: readonly { readonly schema: { readonly type?: string } }[];
  }

  export default class DataMarshall {
    fromWireBuffer(argument: Uint8Array): { readonly value: unknown };
    handleParameters(fn: Described, parameters: readonly Uint8Array[], prefix: string): unknown[];
  }
}

/** The private part that says which lines of its log are not wanted. */
declare module 'fabric-shim/lib/logger.js' {
  export interface Logger {
    debug(...line: readonly unknown[]): Logger;
    info(...line: readonly unknown[]): Logger;
    isLevelEnabled(level: string): boolean;
  }

  export function getLogger(name: string): Logger;
}

declare module 'fabric-shim/lib/contract-spi/chaincodefromcontract.js' {
  class ChaincodeFromContract {
    readonly metadata: { readonly contracts: Record<string, { transactions: readonly object[] }> };
    _compileSchemas(): void;
  }
  export default ChaincodeFromContract;
}
