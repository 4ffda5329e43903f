/** Keys of figures. */
import { type Disclosure, figureKeyParts, figuresKeyParts } from '@commonpoint/catalogue';
import { privateKey, privateRange } from '../core/keys.js';

/** In the owner's collection. */
export const figureKey = (period: string, name: string) => privateKey(...figureKeyParts(period, name));
export const figuresKey = (period: string) => privateKey(...figuresKeyParts(period));
/** In the auditor's collection. */
export const disclosureKey = ({ id, figure: { owner, period, name, revision } }: Pick<Disclosure, 'id' | 'figure'>) =>
  privateKey('disclosure', owner, period, name, id, String(revision));
export const disclosures = (...parts: (string | undefined)[]) =>
  privateRange('disclosure', ...parts.filter((part) => part !== undefined));
