/** What programmes are called, once they are known. */
import { useProgramList } from './programs.js';

export function useProgramNames(): (programId: string) => string {
  const { value } = useProgramList();
  return (programId) => value?.programs.find((each) => each.programId === programId)?.name ?? programId;
}
