/** Going from screen to screen without a page being loaded. */
import { useEffect, useState } from 'preact/hooks';
import { BASE, type Place, placeOf } from './place.js';

export { addressOf, type Place } from './place.js';

const MOVED = 'console-moved';

export function goTo(address: string, { replacing = false } = {}): void {
  if (replacing) history.replaceState(undefined, '', address);
  else history.pushState(undefined, '', address);
  dispatchEvent(new globalThis.Event(MOVED));
}

export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location));
  useEffect(() => {
    const look = (): void => setPlace(placeOf(location));
    addEventListener('popstate', look);
    addEventListener(MOVED, look);
    return () => {
      removeEventListener('popstate', look);
      removeEventListener(MOVED, look);
    };
  }, []);
  return place;
}

/** Links within the console are followed without loading anything, as they are written: one listener for all. */
export function followLinks(event: MouseEvent): void {
  const { defaultPrevented, button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (defaultPrevented || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download')) return;
  const { origin, pathname, search } = new URL(link.href);
  if (origin !== location.origin || !pathname.startsWith(BASE)) return;
  event.preventDefault();
  goTo(pathname + search);
}
