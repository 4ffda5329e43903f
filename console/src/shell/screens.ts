/** The screens, in the order of the navigation; each is loaded when one of its file is first looked at. */
import type { TextName } from '../texts/text.js';
import type { Screen } from './screen.js';

export interface ScreenEntry {
  /** First part of its address; none of the overview. */
  readonly slug: string;
  readonly title: TextName;
  readonly group: 'nav.points' | 'nav.consortium' | 'nav.system';
  readonly load: () => Promise<Screen>;
}

export const screens: readonly ScreenEntry[] = [
  {
    slug: '',
    title: 'nav.overview',
    group: 'nav.points',
    load: async () => (await import('../overview/overview.js')).Overview,
  },
  {
    slug: 'programs',
    title: 'nav.programs',
    group: 'nav.points',
    load: async () => (await import('./all-screens.js')).Programs,
  },
  {
    slug: 'members',
    title: 'nav.members',
    group: 'nav.points',
    load: async () => (await import('./all-screens.js')).Members,
  },
  {
    slug: 'lines',
    title: 'nav.lines',
    group: 'nav.points',
    load: async () => (await import('./all-screens.js')).Lines,
  },
  {
    slug: 'clearing',
    title: 'nav.clearing',
    group: 'nav.points',
    load: async () => (await import('./all-screens.js')).Clearing,
  },
  {
    slug: 'imports',
    title: 'nav.imports',
    group: 'nav.points',
    load: async () => (await import('./all-screens.js')).Imports,
  },
  {
    slug: 'governance',
    title: 'nav.governance',
    group: 'nav.consortium',
    load: async () => (await import('./all-screens.js')).Governance,
  },
  {
    slug: 'network',
    title: 'nav.network',
    group: 'nav.consortium',
    load: async () => (await import('./all-screens.js')).Network,
  },
  {
    slug: 'audit',
    title: 'nav.audit',
    group: 'nav.consortium',
    load: async () => (await import('./all-screens.js')).Audit,
  },
  {
    slug: 'explorer',
    title: 'nav.explorer',
    group: 'nav.consortium',
    load: async () => (await import('../explorer/explorer.js')).Explorer,
  },
  {
    slug: 'certificates',
    title: 'nav.certificates',
    group: 'nav.system',
    load: async () => (await import('./all-screens.js')).Certificates,
  },
  {
    slug: 'webhooks',
    title: 'nav.webhooks',
    group: 'nav.system',
    load: async () => (await import('./all-screens.js')).Webhooks,
  },
  {
    slug: 'access',
    title: 'nav.access',
    group: 'nav.system',
    load: async () => (await import('./all-screens.js')).Access,
  },
];
