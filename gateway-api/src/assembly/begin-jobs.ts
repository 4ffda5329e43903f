/** What a gateway does again and again by itself: for its nodes, its files, its watch, and what each subject asks for. */
import { noCertificates } from '../channel/certificates.js';
import type { GatewayParts } from '../gateway-parts.js';
import type { Gateway } from '../gateway.js';
import { forgetOldWork } from '../jobs/forget-old-work.js';
import { periodically, type Job } from '../jobs/periodically.js';
import { tryStorage } from '../jobs/try-storage.js';
import { watchCertificates } from '../jobs/watch-certificates.js';
import { watchChaincode } from '../jobs/watch-chaincode.js';
import { subjects } from '../subjects/index.js';
import { speakerOf } from '../subjects/organizations/speaker.js';
import type { openFiles } from './files.js';
import type { Reading } from './reading.js';
import type { Writing } from './writing.js';

export function beginJobs(
  parts: GatewayParts,
  gateway: Gateway,
  { reading, writing, files, others }: BegunParts,
  { isClosing, signal }: { readonly isClosing: () => boolean; readonly signal: AbortSignal },
): void {
  const { log } = parts;
  const { database, channel, height, ledgerClock, ownPeer } = reading;
  const { commits, keys, rows } = writing.shared;
  const ofSubjects: Job[] = subjects.flatMap((subject) =>
    Object.entries(subject.jobs ?? {}).map(([name, create]) => create(gateway, log, parts.jobsEveryMs?.[name])),
  );
  void periodically(
    [
      height.job,
      watchChaincode(channel, ownPeer.isChaincodeMissing, () => speakerOf(gateway)),
      watchCertificates(parts.certificates ?? noCertificates, log, parts.registry),
      tryStorage('try-storage', database),
      tryStorage('try-details-storage', files.details),
      forgetOldWork(commits, [keys, files.importRows], () => ledgerClock.atLeast()),
      forgetOldWork(commits, [rows], () => ledgerClock.atLeast(), parts.operationsKeptDays),
      ...others,
      ...ofSubjects,
    ],
    { log, isClosing, signal, registry: parts.registry },
  );
}

interface BegunParts {
  readonly reading: Reading;
  readonly writing: Writing;
  readonly files: ReturnType<typeof openFiles>;
  /** Of what watches the ledger and the orderers. */
  readonly others: readonly Job[];
}
