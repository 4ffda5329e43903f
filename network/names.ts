/**
 * Names that people read, and hosts that programs dial: what an organisation may say of itself. A name that looks like another one's, or has
 * something in it that nobody sees, is none.
 */
import { z } from 'zod';

const ASCII_MAX = 0x7f;
/** What is not seen, moves what is, or steers a terminal. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Of these the letters of one look like another one's. */
const alike = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Georgian', 'Lisu'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

export const organizationName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((name) => !unseen.test(name), 'must not have characters that control something or are not seen')
  .refine(
    (name) => name.split(/[^\p{L}\p{M}]+/u).every((word) => alike.filter((script) => script.test(word)).length <= 1),
    'must not mix letters of scripts that look alike in one word',
  );

/** The same for names that people take for the same: small and capital letters, wide and narrow ones, spaces apart. */
export function asRead(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}

/** With the code points of what is no ASCII, so that letters of another script are told from those that they look like. */
export function spelledOut(name: string): string {
  const points = Array.from(name, (letter) => letter.codePointAt(0)!)
    .filter((point) => point > ASCII_MAX)
    .map((point) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`);
  return points.length === 0 ? name : `${name} [${points.join(' ')}]`;
}

const ipv4 = z.ipv4();
/** What a resolver may take for an address of four numbers. */
const endsInNumber = /(^|\.)(\d+|0x[0-9a-f]*)$/;

/** A host that is dialled: a name in lower case, of one label or more, or an IPv4 address. */
export const hostName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'must be a host in lower case such as peer0.harbor.example',
  )
  .refine(
    (host) => !endsInNumber.test(host) || ipv4.safeParse(host).success,
    'must be an IPv4 address such as 192.0.2.7',
  );

/** The same for hosts that are one and the same machine to whoever dials them: the names and addresses of the machine itself. */
export function asDialled(host: string): string {
  const name = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  return /^(127\.0\.0\.1|::1|(.+\.)?localhost)$/.test(name) ? 'localhost' : name;
}
