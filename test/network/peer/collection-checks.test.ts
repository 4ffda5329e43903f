/** Definitions of collections that real Fabric refuses are refused with the same words. */
import { type CollectionConfig, encodeCollections } from '../../../network/admin/collections.js';
import { checkCollections } from '../../../network/embedded/peer/collection-checks.js';

const sound: CollectionConfig = {
  name: 'terms',
  policy: "OR('HarborMSP.member', 'CityParkMSP.member')",
  requiredPeerCount: 1,
  maxPeerCount: 1,
  blockToLive: 0,
  memberOnlyRead: true,
  memberOnlyWrite: true,
  endorsementPolicy: { signaturePolicy: "AND('HarborMSP.peer', 'CityParkMSP.peer')" },
};
const check = (wanted: readonly CollectionConfig[], committed: readonly CollectionConfig[] = []) =>
  checkCollections(encodeCollections(wanted).serializeBinary(), encodeCollections(committed).serializeBinary(), [
    'HarborMSP',
    'CityParkMSP',
  ]);

test('a sound definition passes, alone and after itself', () => {
  expect(() => check([sound])).not.toThrow();
  expect(() => check([sound, { ...sound, name: 'more' }], [sound])).not.toThrow();
});

test.each<[string, CollectionConfig[], CollectionConfig[], string]>([
  ['a name that begins with _', [{ ...sound, name: '_terms' }], [], "invalid collection name '_terms'"],
  ['a name twice', [sound, sound], [], 'found duplicate in collection configuration'],
  ['fewer at most than at least', [{ ...sound, maxPeerCount: 0 }], [], 'maximum peer count (0) cannot be less than'],
  [
    'members who must be together',
    [{ ...sound, policy: "AND('HarborMSP.member', 'CityParkMSP.member')" }],
    [],
    'signature policy is not an OR concatenation, NOutOf 2',
  ],
  [
    'a member from elsewhere',
    [{ ...sound, policy: "OR('OtherMSP.member')" }],
    [],
    "collection member 'OtherMSP' is not part of the channel",
  ],
  ['a collection that vanishes', [{ ...sound, name: 'other' }], [sound], 'existing collection [terms] missing'],
  ['another blockToLive', [{ ...sound, blockToLive: 5 }], [sound], 'the BlockToLive in an existing collection [terms]'],
])('refused: %s', (_name, wanted, committed, message) => {
  expect(() => check(wanted, committed)).toThrow(message);
});
