/** An import's body on its way to the spool: bounded in size, and cut off when the client stalls. */
import type { IncomingMessage } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import type { GatewayConfig } from '../config.js';
import { Problem } from './problem.js';

/** The stream errors with a {@link Problem} when it is too long, pauses too long, or ends early. */
export function csvStream(request: IncomingMessage, limits: GatewayConfig['limits']): Readable {
  const close = { headers: { connection: 'close' } };
  const tooLarge = (): Problem =>
    new Problem('BODY_TOO_LARGE', `the file may have ${limits.importBytesMax} bytes at the most`, close);
  if (Number(request.headers['content-length'] ?? 0) > limits.importBytesMax) throw tooLarge();

  let bytes = 0;
  let stalled: NodeJS.Timeout | undefined = undefined;
  const watch = (): void => {
    clearTimeout(stalled);
    // A client that is held back by our own spool is not stalled.
    stalled = setTimeout(() => {
      if (request.isPaused()) watch();
      else counted.destroy(new Problem('REQUEST_TIMEOUT', 'the file stopped arriving', close));
    }, limits.requestMs);
  };
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      watch();
      if (bytes > limits.importBytesMax) done(tooLarge());
      else done(null, chunk);
    },
    destroy(error, done) {
      clearTimeout(stalled);
      request.unpipe(counted);
      done(error);
    },
    flush(done) {
      clearTimeout(stalled);
      done();
    },
  });
  request.once('close', () => {
    if (!request.complete) counted.destroy(new Problem('REQUEST_TIMEOUT', 'the file ended early', close));
  });
  // Who reads it is told by the read; after a refusal nobody does, and a client that hangs up then is nobody's fault.
  counted.on('error', () => undefined);
  watch();
  request.pipe(counted);
  return counted;
}
