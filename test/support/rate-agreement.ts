/** Agreeing on rates from Harbor's points to GreenMart's, through REST. */
import type { RunningConsortium } from './running-consortium.js';
import { eventually } from './running-consortium.js';

const HOUR_MS = 60 * 60 * 1000;
const issuers = ['harbor', 'greenmart'] as const;
const statusAfter = { accept: 'accepted', suspend: 'suspended', resume: 'accepted', withdraw: 'withdrawn' } as const;

export type RateVerb = keyof typeof statusAfter;

export const ratePath = (version: number) => `/v1/rates/harbor/greenmart/${version}` as const;

/** `denominator` points of Harbor buy `numerator` of GreenMart; for the next hour, and up to 1,000 of them, unless `more` says otherwise. */
export async function proposeRate(
  running: RunningConsortium,
  version: number,
  numerator: string,
  denominator: string,
  more: object = {},
): Promise<void> {
  await running.as('harbor', 'admin').post('/v1/rates', {
    sourceProgramId: 'harbor',
    targetProgramId: 'greenmart',
    version,
    numerator,
    denominator,
    validFrom: new Date(Date.now() - HOUR_MS).toISOString(),
    validUntil: new Date(Date.now() + HOUR_MS).toISOString(),
    quota: '1000',
    lanes: 4,
    ...more,
  });
  await untilIssuersSee(running, version, 'proposed');
}

/** Says something of a rate, successfully, and waits until both issuers' peers know it. */
export async function sayOfRate(
  running: RunningConsortium,
  slug: string,
  version: number,
  verb: RateVerb,
): Promise<void> {
  await running.as(slug, 'admin').post(`${ratePath(version)}/${verb}`);
  await untilIssuersSee(running, version, statusAfter[verb]);
}

export async function agreeOnRate(...terms: Parameters<typeof proposeRate>): Promise<void> {
  const [running, version] = terms;
  await proposeRate(...terms);
  await sayOfRate(running, 'greenmart', version, 'accept');
}

/** Peers receive a block each in its own time. */
async function untilIssuersSee(running: RunningConsortium, version: number, wanted: string): Promise<void> {
  const headers = { consistency: 'ledger' };
  for (const slug of issuers) {
    await eventually(
      () => running.as(slug).attempts.request<{ status: string }>('GET', ratePath(version), { headers }),
      ({ body }) => body.status === wanted,
    );
  }
}
