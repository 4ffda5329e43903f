export interface DiskFault {
  readonly kind: 'full' | 'little-room' | 'sync-fails' | 'one-sync-fails' | 'locked';
  /** A part of the paths that are meant. */
  readonly below?: string;
}
/** Resolves when all calls are looked at. */
export const ready: Promise<void>;
export function set(fault: DiskFault | undefined): void;
/** How many calls failed since the fault was set. */
export const failed: number;
