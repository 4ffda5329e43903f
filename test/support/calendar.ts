/** For tests that look once which day or month it is (UTC): they begin while enough of it is left, after a wait if need be. */
import { setTimeout as sleep } from 'node:timers/promises';

/** So much of a month has to be left for a scenario, and is waited for at the most. */
export const SCENARIO_MS = 300_000;

/** @returns the day, such as 2026-11-30 */
export async function dayWithRoom(ms: number): Promise<string> {
  const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);
  while (dayAt(Date.now()) !== dayAt(Date.now() + ms)) await sleep(100);
  return dayAt(Date.now());
}

/** @returns the month, such as 2026-11 */
export async function monthWithRoom(ms = SCENARIO_MS): Promise<string> {
  const monthAt = (time: number): string => new Date(time).toISOString().slice(0, 7);
  while (monthAt(Date.now()) !== monthAt(Date.now() + ms)) await sleep(100);
  return monthAt(Date.now());
}
