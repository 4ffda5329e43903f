/** Endorsement policies that rows are given: those of the chaincode, and others. */
import { bothOf, issuerAndAnother, someOf } from '../../chaincode/src/ledger/core/key-policy.js';
import { wrongPolicy } from '../../audit/src/row-policies.js';

const [H, C, G] = ['HarborMSP', 'CityParkMSP', 'GreenMartMSP'];
const issuerOf = (programId: string) => (programId === 'harbor' ? H : undefined);
const A = 'AuditorMSP';
const wrong = (key: string, policy: Uint8Array | undefined) =>
  wrongPolicy(key.split(' '), policy, issuerOf, [], { active: [H, C, G, A], hasLeft: () => false });

it.each([
  ['program harbor', issuerAndAnother(H, [C, G])],
  ['quota harbor 00', issuerAndAnother(H, [C])],
  ['quota harbor 01', issuerAndAnother(H, [C, G], { atLeast: 3, of: [C, G, A] })],
  [`acceptance harbor ${C}`, issuerAndAnother(C, [G, H])],
  [`terms ${C} ${H} 000001`, bothOf([C, H])],
  [`terms-pair ${C} ${H}`, bothOf([C, H])],
  [`statement 2026-10 ${C} ${H}`, bothOf([C, H])],
  [`terms-pair ${C} ${H}`, bothOf([C, H], { atLeast: 3, of: [A, C, G, H] })],
  [`org ${H}`, someOf({ atLeast: 3, of: [A, C, G, H] })],
])('the policy of %s is the one by the rules', (key, policy) => expect(wrong(key, policy)).toBeUndefined());

it('a programme that is new has its policy from its own row', () => {
  const rows = [{ key: ['program', 'harbor-new'], value: { issuer: H } }];
  expect(wrongPolicy(['quota', 'harbor-new', '00'], issuerAndAnother(H, [C]), issuerOf, rows)).toBeUndefined();
});

describe('are found', () => {
  it.each([
    ['a policy on a row that has none', `account ${H}:a`, issuerAndAnother(H, [C])],
    ['garbage', 'program harbor', Buffer.from('x')],
    ['nothing', 'program harbor', undefined],
    ['two that say they are half', 'program harbor', issuerAndAnother(H, [C, G], { atLeast: 2, of: [C, G] })],
    ['fewer than half', 'program harbor', issuerAndAnother(H, [C, G], { atLeast: 2, of: [C, G, A] })],
    ['another one’s', 'program harbor', issuerAndAnother(G, [C])],
    ['the owner’s alone', `acceptance harbor ${C}`, issuerAndAnother(C, [])],
    ['the owner twice', 'program harbor', issuerAndAnother(H, [H])],
    ['of others than the parties', `terms ${C} ${H} 000001`, bothOf([C, G])],
  ])('found: %s', (_what, key, policy) => expect(wrong(key, policy)).toContain(key));
});
