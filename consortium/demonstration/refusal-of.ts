/** What a request is refused with that should be. */
import { type ProblemCode, ProblemError } from '@commonpoint/client';
import { Complaint } from '../terminal/complaint.js';

/** @throws Complaint when it is not refused */
export async function refusalOf(request: Promise<unknown>): Promise<ProblemCode> {
  try {
    await request;
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
  throw new Complaint('What should have been refused was done.');
}
