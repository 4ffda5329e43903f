/** Certificates that end are told of in time: in the log 30, 7 and 1 days before, and in the metrics always. */
import { Gauge, type Registry } from 'prom-client';
import { noticeOf, type Certificates } from '../channel/certificates.js';
import type { Log } from '../log.js';
import type { Job } from './periodically.js';

const EVERY_MS = 10 * 60 * 1000;
/** While those of peers and orderers cannot be seen. */
const AGAIN_MS = 10 * 1000;

/** Tells each notice once, and how long each certificate is good for whenever somebody asks. */
export function watchCertificates({ known, seeNodes }: Certificates, log: Log, registry?: Registry): Job {
  let areSeen = true;
  const told = new Map<string, string>();
  new Gauge({
    name: 'commonpoint_certificate_expires_in_seconds',
    help: 'How long each certificate that the gateway uses, or sees in use by peers and orderers, is still good for; negative when it has ended.',
    labelNames: ['certificate'],
    registers: registry ? [registry] : [],
    collect() {
      for (const { name, endsAt } of known()) {
        this.set({ certificate: name }, Math.round((endsAt.getTime() - Date.now()) / 1000));
      }
    },
  });
  return {
    name: 'watch-certificates',
    pauseMs: (rounds) => (rounds === 0 ? 0 : areSeen ? EVERY_MS : AGAIN_MS),
    run: async () => {
      // A peer that is away is told of elsewhere; what was seen of it before still counts.
      areSeen = await seeNodes().then(
        () => true,
        () => false,
      );
      for (const certificate of known()) {
        const { name, endsAt } = certificate;
        const notice = noticeOf(certificate);
        const text = `${endsAt.toISOString()} ${notice}`;
        if (notice === undefined || told.get(name) === text) continue;
        told.set(name, text);
        const fields = { certificate: name, endsAt: endsAt.toISOString() };
        if (notice === 0) log.error(fields, 'A certificate has ended');
        else log.warn(fields, `A certificate ends within ${notice === 1 ? 'a day' : `${notice} days`}`);
      }
    },
  };
}
