/** What every screen is given. */
import type { JSX } from 'preact';
import type { Place } from './place.js';

export interface ScreenProps {
  /** What of the address is below the screen's own name. */
  readonly path: readonly string[];
  readonly query: Place['query'];
}

export type Screen = (props: ScreenProps) => JSX.Element;
