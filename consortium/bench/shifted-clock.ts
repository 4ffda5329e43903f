/**
 * Loaded before a program, sets its clock back by as many days as the environment says: points can only be issued with an end
 * that is to come, and a benchmark cannot wait for it.
 */
const DAY_MS = 86_400_000;

/** @returns what sets it right again */
export function setClockBack(days: number): () => void {
  const Real = Date;
  const shiftMs = days * DAY_MS;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args: [], made) =>
      args.length === 0 ? new target(Real.now() - shiftMs) : (Reflect.construct(target, args, made) as Date),
    get: (target, name, receiver) =>
      name === 'now' ? () => target.now() - shiftMs : (Reflect.get(target, name, receiver) as unknown),
  });
  return () => {
    globalThis.Date = Real;
  };
}

const days = Number(process.env['COMMONPOINT_DAYS_BACK'] ?? 0);
if (days > 0) setClockBack(days);
