/** A number of days as it is typed. */
import { Complaint } from '../terminal/complaint.js';

/** @throws Complaint */
export function daysIn(text = '30d'): number {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days === undefined) throw new Complaint(`--due ${text} is no number of days such as 30d`, 2);
  return Number(days);
}
