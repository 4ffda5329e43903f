/** How a program that failed ends. */
import { Complaint } from './complaint.js';
import { GatewayError } from '@commonpoint/client';

/** The end of a program that failed: what the person at the terminal needs to know, and the exit code. */
export function endWithError(error: unknown): void {
  // What a gateway answers says what is wrong; where in this program it was received does not.
  const explained = error instanceof Complaint || error instanceof GatewayError;
  console.error(explained ? error.message : error);
  process.exitCode = error instanceof Complaint ? error.exitCode : 1;
}
