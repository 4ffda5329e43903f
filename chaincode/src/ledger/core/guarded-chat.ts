/**
 * Whoever reaches the chaincode's port may send it anything. fabric-shim 2.5.8 ends the whole process on a type of
 * message that it does not know, KEEPALIVE among them; so the shim gets to see only those that it knows, a question
 * whether it is still there is answered as the shim for Go does, and on anything else that one stream ends.
 */
import { peer } from '@hyperledger/fabric-protos';
import { ChaincodeMessageHandler, type ChatStream } from 'fabric-shim/lib/handler.js';

const { ERROR, INIT, KEEPALIVE, READY, REGISTERED, RESPONSE, TRANSACTION } = peer.ChaincodeMessage.Type;
const known: ReadonlySet<number> = new Set([ERROR, INIT, READY, REGISTERED, RESPONSE, TRANSACTION]);

type Listener = (message: peer.ChaincodeMessage) => void;

/** Stands in front of every conversation from now on; `onReady` is shown what a peer announces. */
export function guardChats(onReady: (handler: ChaincodeMessageHandler, payload: Uint8Array) => void): void {
  // It is called with the handler that it belongs to, below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { chat } = ChaincodeMessageHandler.prototype;
  ChaincodeMessageHandler.prototype.chat = function guarded(this: ChaincodeMessageHandler, starter: unknown): void {
    const stream = this._stream;
    const on = stream.on.bind(stream);
    stream.on = (event: string, listener: Listener) =>
      on(event, event === 'data' ? guarding(stream, listener, (payload) => onReady(this, payload)) : listener);
    chat.call(this, starter);
    stream.on = on;
  };
}

function guarding(stream: ChatStream, listener: Listener, onReady: (payload: Uint8Array) => void): Listener {
  let ended = false;
  return (message) => {
    if (ended) return;
    const type: number = message.getType();
    if (type === KEEPALIVE) {
      stream.write(message);
      return;
    }
    try {
      if (type === READY) onReady(message.getPayload_asU8());
      if (known.has(type)) {
        listener(message);
        return;
      }
    } catch {
      // What cannot be read is answered like what nobody knows.
    }
    ended = true;
    stream.end();
  };
}
