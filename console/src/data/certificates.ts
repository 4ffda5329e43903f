/** The certificates that the gateway knows of. */
import type { Routes } from '@commonpoint/client';
import { type Reading, useRead } from './read.js';

export type Certificates = Routes['/v1/certificates']['get']['reply'];

export function useCertificates(): Reading<Certificates> {
  return useRead('certificates', (client, signal) => client.get('/v1/certificates', { signal }), [
    'certificate.',
    'network.',
  ]);
}
