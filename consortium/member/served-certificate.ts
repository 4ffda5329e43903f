/** The certificate that a node shows: what it runs with, whatever is on the disk by now. */
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { Endpoint } from '@commonpoint/network/topology';

const ANSWERS_WITHIN_MS = 3_000;

/** Undefined where nobody answers. */
export function servedCertificate({ host, port, hostname }: Endpoint): Promise<X509Certificate | undefined> {
  return new Promise((resolve) => {
    // Which one it is is what is asked; it is believed by nobody here.
    const options = { host, port, servername: hostname, rejectUnauthorized: false, ALPNProtocols: ['h2'] };
    const socket = connect(options, () => {
      const found = socket.getPeerX509Certificate();
      socket.destroy();
      resolve(found);
    });
    socket.setTimeout(ANSWERS_WITHIN_MS, () => socket.destroy());
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
  });
}
