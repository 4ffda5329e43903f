/** Changes of an account that a pair of peers endorsed without what its member has to say to them. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { authorizationBytes } from '@commonpoint/catalogue';
import { AuthoredRows } from '../../audit/src/authored-rows.js';
import { inMemory } from '../../audit/src/store.js';

const H = 'HarborMSP';
const accountId = `${H}:a-000001`;
const NOW = '2026-11-23T09:30:00.000Z';
const hours = (count: number) => new Date(Date.parse(NOW) + count * 3_600_000).toISOString();
const pair = () => generateKeyPairSync('ed25519');
const [own, next] = [pair(), pair()];
const jwk = ({ publicKey }: { publicKey: KeyObject }) => publicKey.export({ format: 'jwk' });

/** As the member signs it, and its client sends it. */
function signed(kind: string, content: object = {}, { sequence = 1, key = own.privateKey, expiresAt = hours(1) } = {}) {
  const nonce = 'n'.repeat(16);
  const operation = { kind, sequence, ...content };
  const bytes = authorizationBytes({ accountId, custodian: H, nonce, expiresAt, operation });
  const signature = sign(null, bytes, key).toString('base64url');
  return { accountId, sequence, ...content, authorization: { nonce, expiresAt, signature } };
}

const account = (more: object = {}) => ({ accountId, custodian: H, status: 'active', ...more });
const keyed = account({ publicKey: jwk(own) });
const lock = { since: NOW, delayHours: 48 };
const locked = account({ publicKey: jwk(own), locks: { member: lock } });
const lockedByCustodian = account({ locks: { custodian: lock } });
const recovery = { publicKey: jwk(next), announcedAt: NOW, inForceAt: hours(72) };
const recovering = account({ publicKey: jwk(own), recovery });
const recovered = account({ publicKey: jwk(own), recovery: { ...recovery, inForceAt: NOW } });

function isFound(before: object, call: string, after: object, argument: object, at = NOW): boolean {
  const audit = new AuthoredRows(inMemory());
  const apply = (name: string, value: object, asked: object, time: string) =>
    audit.check({
      mspId: H,
      time: Date.parse(time),
      call: { name, argument: JSON.stringify(asked) },
      rows: [{ key: ['account', accountId], value }],
    });
  apply('Accounts:Open', before, {}, NOW);
  return apply(`Accounts:${call}`, after, argument, at).length > 0;
}

type Case = [what: string, before: object, call: string, after: object, argument: object, at?: string];
const signedOnce = { signedChanges: 1 };
const erasure = { at: NOW, references: 1, unnamed: 0 };

test.each<Case>([
  ['a lock', keyed, 'Lock', { ...keyed, locks: { member: lock }, ...signedOnce }, signed('lock', { delayHours: 48 })],
  ['a lock of the custodian', account(), 'Lock', lockedByCustodian, { accountId, delayHours: 48 }],
  [
    'an unlocking after its delay',
    locked,
    'Unlock',
    { ...locked, locks: { member: { ...lock, unlocksAt: hours(48) } }, ...signedOnce },
    signed('unlock'),
  ],
  [
    'another key by the old one',
    recovering,
    'RotateKey',
    account({ publicKey: jwk(next), ...signedOnce }),
    signed('rotate-key', { publicKey: jwk(next) }),
  ],
  ['a recovery after 72 hours', keyed, 'AnnounceRecovery', recovering, { accountId, publicKey: jwk(next) }],
  [
    'one after the delay that was set with the key',
    { ...keyed, recoveryHours: 24 },
    'AnnounceRecovery',
    { ...keyed, recoveryHours: 24, recovery: { ...recovery, inForceAt: hours(24) } },
    { accountId, publicKey: jwk(next) },
  ],
  [
    'one of a key that was recovered itself',
    recovered,
    'AnnounceRecovery',
    account({ publicKey: jwk(next), recovery: { ...recovery, publicKey: jwk(own) } }),
    { accountId, publicKey: jwk(own) },
  ],
  ['a recovery withdrawn', recovering, 'WithdrawRecovery', { ...keyed, ...signedOnce }, signed('withdraw-recovery')],
  [
    'a rotation by a key that was recovered',
    recovered,
    'RotateKey',
    account({ publicKey: jwk(own), ...signedOnce }),
    signed('rotate-key', { publicKey: jwk(own) }, { key: next.privateKey }),
  ],
  [
    'a merge that its member signed',
    keyed,
    'Merge',
    account({ status: 'closed', mergedInto: `${H}:b-000001`, ...signedOnce }),
    signed('merge', { intoAccountId: `${H}:b-000001` }),
  ],
  [
    'an account that another one is merged into, behind those that were before, with those that came along',
    account({ merged: [`${H}:d-000001`] }),
    'Merge',
    account({ merged: [`${H}:d-000001`, `${H}:c-000001`, `${H}:b-000001`] }),
    { accountId: `${H}:b-000001`, intoAccountId: accountId },
  ],
  [
    'a member that is forgotten as it signed',
    keyed,
    'Erase',
    account({ status: 'closed', erasure, ...signedOnce }),
    { ...signed('erase'), references: 1, unnamed: 0, revision: 1 },
  ],
  ['a first key', account(), 'SetPublicKey', keyed, { accountId, publicKey: jwk(own) }],
])('of %s nothing is said', (_what, ...given) => {
  expect(isFound(...given)).toBe(false);
});

const stranger = pair().privateKey;
test.each<Case>([
  [
    'a member’s lock that it did not sign',
    keyed,
    'Lock',
    { ...keyed, locks: { member: lock } },
    { accountId, delayHours: 48 },
  ],
  [
    'a lock made shorter',
    locked,
    'Lock',
    { ...locked, locks: { member: { ...lock, delayHours: 1 } }, ...signedOnce },
    signed('lock', { delayHours: 1 }),
  ],
  [
    'a member’s lock lifted by its custodian',
    locked,
    'Unlock',
    { ...locked, locks: { member: { ...lock, unlocksAt: hours(48) } } },
    { accountId },
  ],
  [
    'a lock lifted before its delay',
    lockedByCustodian,
    'Unlock',
    account({ locks: { custodian: { ...lock, unlocksAt: NOW } } }),
    { accountId },
  ],
  ['a lock that is gone', lockedByCustodian, 'Unlock', account(), { accountId }],
  [
    'another key without a signature',
    keyed,
    'RotateKey',
    account({ publicKey: jwk(next) }),
    { accountId, publicKey: jwk(next) },
  ],
  [
    'another key by a stranger’s',
    keyed,
    'RotateKey',
    account({ publicKey: jwk(next), ...signedOnce }),
    signed('rotate-key', { publicKey: jwk(next) }, { key: stranger }),
  ],
  [
    'another key than was signed',
    keyed,
    'RotateKey',
    account({ publicKey: jwk(pair()), ...signedOnce }),
    signed('rotate-key', { publicKey: jwk(next) }),
  ],
  [
    'a signature used a second time',
    { ...keyed, signedChanges: 1 },
    'RotateKey',
    account({ publicKey: jwk(next), signedChanges: 2 }),
    signed('rotate-key', { publicKey: jwk(next) }),
  ],
  [
    'a signature that has ended',
    keyed,
    'RotateKey',
    account({ publicKey: jwk(next), ...signedOnce }),
    signed('rotate-key', { publicKey: jwk(next) }, { expiresAt: NOW }),
  ],
  [
    'a recovery that is in force too early',
    keyed,
    'AnnounceRecovery',
    { ...keyed, recovery: { ...recovery, inForceAt: hours(71) } },
    { accountId, publicKey: jwk(next) },
  ],
  [
    'one announced in the past',
    keyed,
    'AnnounceRecovery',
    { ...keyed, recovery: { ...recovery, announcedAt: hours(-72), inForceAt: NOW } },
    { accountId, publicKey: jwk(next) },
  ],
  [
    'a key that takes the old one’s place at once',
    keyed,
    'AnnounceRecovery',
    account({ publicKey: jwk(next) }),
    { accountId, publicKey: jwk(next) },
  ],
  [
    'one before its recovery’s time',
    recovering,
    'AnnounceRecovery',
    account({ publicKey: jwk(next) }),
    { accountId, publicKey: jwk(next) },
    hours(71),
  ],
  [
    'a recovery in the place of another',
    recovering,
    'AnnounceRecovery',
    { ...recovering, recovery: { ...recovery, publicKey: jwk(own) } },
    { accountId, publicKey: jwk(own) },
  ],
  ['a recovery withdrawn by the custodian', recovering, 'WithdrawRecovery', keyed, { accountId }],
  ['a second first key', keyed, 'SetPublicKey', account({ publicKey: jwk(next) }), { accountId, publicKey: jwk(next) }],
  [
    'a merge that its member did not sign',
    keyed,
    'Merge',
    account({ status: 'closed', mergedInto: `${H}:b-000001` }),
    { accountId, intoAccountId: `${H}:b-000001` },
  ],
  [
    'the merge of a locked account',
    lockedByCustodian,
    'Merge',
    account({ status: 'closed', mergedInto: `${H}:b-000001` }),
    { accountId, intoAccountId: `${H}:b-000001` },
  ],
  ...[undefined, [], [`${H}:d-000001`], [`${H}:b-000001`, `${H}:d-000001`]].map((merged): Case => [
    `an account that does not tell what is on its way to it: ${String(merged)}`,
    account({ merged: [`${H}:d-000001`] }),
    'Merge',
    account({ references: [], ...(merged && { merged }) }),
    { accountId: `${H}:b-000001`, intoAccountId: accountId },
  ]),
  ['an erasure that its member did not sign', keyed, 'Erase', account({ status: 'closed', erasure }), { accountId }],
  [
    'the erasure of a locked account',
    lockedByCustodian,
    'Erase',
    account({ status: 'closed', erasure }),
    { accountId },
  ],
  ['a delay changed in passing', keyed, 'AddReference', { ...keyed, recoveryHours: 24 }, { accountId }],
  ['a lock gone in passing', locked, 'SetStatus', { ...keyed, status: 'frozen' }, { accountId, status: 'frozen' }],
])('%s is found', (_what, ...given) => {
  expect(isFound(...given)).toBe(true);
});
