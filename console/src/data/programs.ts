/** Programmes: all of them, by name; and with where their points are. */
import type { Client, Routes } from '@commonpoint/client';
import { pagesOf } from './lists.js';
import { type Reading, useRead } from './read.js';

export type Program = Routes['/v1/programs']['get']['reply']['programs'][number];
export type Supply = Routes['/v1/programs/{programId}/supply']['get']['reply'];

export interface ProgramWithSupply {
  readonly program: Program;
  readonly supply: Supply;
}

export interface ProgramList {
  readonly programs: readonly Program[];
  readonly currency: string;
}

export interface Programs {
  readonly programs: readonly ProgramWithSupply[];
  readonly asOfBlock: number;
}

/** All there are, to choose from and to call them by their names. */
export function useProgramList(): Reading<ProgramList> {
  return useRead(
    'program-list',
    async (client, signal) => {
      const pages = await pagesOf(client.pages('/v1/programs', { signal }));
      return { programs: pages.flatMap(({ programs }) => programs), currency: pages[0]?.currency ?? '' };
    },
    ['program.'],
  );
}

/** What must hold holds of all of them. */
export function usePrograms(): Reading<Programs> {
  return useRead(
    'programs',
    async (client, signal) => {
      const pages = await pagesOf(client.pages('/v1/programs', { signal }));
      const all = pages.flatMap(({ programs }) => programs);
      return { programs: await withSupply(client, all, signal), asOfBlock: pages[0]?.asOfBlock ?? 0 };
    },
    ['points.', 'hold.', 'program.'],
  );
}

export function withSupply(
  client: Client,
  programs: readonly Program[],
  signal: AbortSignal | undefined,
): Promise<ProgramWithSupply[]> {
  const both = programs.map(async (program) => ({
    program,
    supply: await client.get('/v1/programs/{programId}/supply', { params: { programId: program.programId }, signal }),
  }));
  return Promise.all(both);
}
