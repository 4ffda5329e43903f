/**
 * Updates are computed as Fabric's own tool does, and applied as its orderers do: what comes of the one by the other is what was
 * wanted. Changes of a configuration are by a seed, which is printed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { common, orderer } from '@hyperledger/fabric-protos';
import { changedConfiguration } from '../../../audit/src/configuration-changes.js';
import { applyUpdate, type Authority, UpdateRefused } from '../../../network/config/apply-update.js';
import { requiredGroup, setValueIn } from '../../../network/config/channel-values.js';
import { computeUpdate, NothingChanges } from '../../../network/config/compute-update.js';
import { copyOf } from '../../../network/config/config-elements.js';
import { planHash, plannedChanges, planText } from '../../../network/config/planned-changes.js';
import { readGenesisBlock } from '../../../network/genesis/read-genesis-block.js';
import { goldenChain } from '../../support/golden-chain.js';
import { type Random, randomBy } from '../../support/malformed-bytes.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 100);
const present = readGenesisBlock(goldenChain('points').bytes[0]!)!.config;
const everybody: Authority = { hasPolicy: () => true, whyUnsatisfied: () => undefined };
const nobody: Authority = { hasPolicy: () => true, whyUnsatisfied: (path) => `nobody is ${path}` };

const copy = (config: common.Config): common.Config => copyOf(common.Config, config);
const applied = (from: common.Config, to: common.Config): common.Config =>
  applyUpdate('points', from, computeUpdate('points', from, to), everybody);

function withTimeout(config: common.Config, timeout: string): common.Config {
  const changed = copy(config);
  const value = new orderer.BatchTimeout();
  value.setTimeout(timeout);
  setValueIn(requiredGroup(changed, 'Orderer'), 'BatchTimeout', value);
  return changed;
}

/** A configuration after some changes anywhere in it. */
function changedBy(random: Random, config: common.Config): common.Config {
  const changed = copy(config);
  for (let left = 1 + random(4); left > 0; left -= 1) {
    let group = changed.getChannelGroup()!;
    for (let depth = random(3); depth > 0 && group.getGroupsMap().getLength() > 0; depth -= 1) {
      const names = group.getGroupsMap().getEntryList();
      group = group.getGroupsMap().get(names[random(names.length)]![0])!;
    }
    changeGroup(random, group);
  }
  return changed;
}

function changeGroup(random: Random, group: common.ConfigGroup): void {
  const name = `New${random(3)}`;
  const value = new common.ConfigValue();
  value.setModPolicy('Admins');
  value.setValue(Buffer.from([random(256)]));
  const policy = new common.ConfigPolicy();
  policy.setModPolicy(['Admins', 'Writers', '/Channel/Admins'][random(3)]!);
  const inner = new common.ConfigGroup();
  inner.setModPolicy('Admins');
  inner.getValuesMap().set('One', copyOf(common.ConfigValue, value));
  const change: readonly (() => void)[] = [
    () => group.getValuesMap().set(name, value),
    () => group.getPoliciesMap().set(name, policy),
    () => group.getGroupsMap().set(name, inner),
    () => group.setModPolicy(['Admins', 'Writers'][random(2)]!),
    () => removeOne(random, group.getValuesMap()),
    () => removeOne(random, group.getPoliciesMap()),
    () => removeOne(random, group.getGroupsMap()),
  ];
  change[random(change.length)]!();
}

function removeOne(random: Random, map: { getEntryList(): [string, unknown][]; del(name: string): unknown }): void {
  const names = map.getEntryList();
  if (names.length > 0) map.del(names[random(names.length)]![0]);
}

test('what was computed and applied is what was wanted, again and again', () => {
  const random = randomBy(seed);
  let from = present;
  for (let round = 0; round < rounds; round += 1) {
    const to = changedBy(random, from);
    const at = `SEED=${seed}, round ${round}`;
    if (plannedChanges(from, to).length === 0) {
      expect(() => computeUpdate('points', from, to)).toThrow(NothingChanges);
      continue;
    }
    const next = applied(from, to);
    expect([at, plannedChanges(next, to)]).toEqual([at, []]);
    expect(next.getSequence()).toBe(from.getSequence() + 1);
    // Now and then from the beginning, as removals leave less and less.
    from = round % 10 === 0 ? present : next;
  }
});

const configtxlator = [process.env['FABRIC_BIN'] ?? '', ...(process.env['PATH'] ?? '').split(delimiter)]
  .map((folder) => join(folder, 'configtxlator'))
  .find((path) => path !== 'configtxlator' && existsSync(path));
const whereFound = configtxlator === undefined ? test.skip : test;

// Skipped where Fabric's own tool is not installed.
whereFound('Fabric’s own tool computes the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'configtxlator-'));
  const random = randomBy(seed + 1);
  const [before, after, out] = ['before', 'after', 'update'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  try {
    for (let round = 0; round < 20; round += 1) {
      const to = changedBy(random, present);
      if (plannedChanges(present, to).length === 0) continue;
      writeFileSync(before, present.serializeBinary());
      writeFileSync(after, to.serializeBinary());
      const files = ['--original', before, '--updated', after, '--output', out];
      execFileSync(configtxlator!, ['compute_update', '--channel_id', 'points', ...files]);
      // Go writes maps in any order; read and written again, they are in one.
      const theirs = common.ConfigUpdate.deserializeBinary(readFileSync(out)).serializeBinary();
      const ours = computeUpdate('points', present, to).serializeBinary();
      expect([seed, round, Buffer.from(ours).toString('hex')]).toEqual([
        seed,
        round,
        Buffer.from(theirs).toString('hex'),
      ]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an update of one value goes on after another one, and one of the same value does not', () => {
  const slower = computeUpdate('points', present, withTimeout(present, '1s'));
  const quicker = computeUpdate('points', present, withTimeout(present, '10ms'));
  const larger = copy(present);
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(7);
  setValueIn(requiredGroup(larger, 'Orderer'), 'BatchSize', size);
  const next = applyUpdate('points', present, slower, everybody);
  const both = applyUpdate('points', next, computeUpdate('points', present, larger), everybody);
  expect(both.getSequence()).toBe(2);
  expect(() => applyUpdate('points', next, quicker, everybody)).toThrow(
    'attempt to set key [Value]  /Channel/Orderer/BatchTimeout to version 1, but key is at version 1',
  );
});

test.each([
  [
    'of another channel',
    () => computeUpdate('other', present, withTimeout(present, '1s')),
    everybody,
    "ConfigUpdate for channel 'other' but envelope for channel 'points'",
  ],
  [
    'that nobody may make',
    () => computeUpdate('points', present, withTimeout(present, '1s')),
    nobody,
    'policy for [Value]  /Channel/Orderer/BatchTimeout not satisfied: nobody is /Channel/Orderer/Admins',
  ],
  [
    'that changes nothing',
    () => computedWithout((update) => update.setWriteSet(update.getReadSet())),
    everybody,
    'delta set was empty -- update would have no effect',
  ],
  [
    'of an older membership',
    () => computedWithout((update) => update.getReadSet()!.setVersion(3)),
    everybody,
    'proposed update requires that key [Group]  /Channel be at version 3, but it is currently at version 0',
  ],
])('an update %s is refused', (_what, update, authority, text) => {
  expect(() => applyUpdate('points', present, update(), authority)).toThrow(UpdateRefused);
  expect(() => applyUpdate('points', present, update(), authority)).toThrow(text);
});

function computedWithout(change: (update: common.ConfigUpdate) => void): common.ConfigUpdate {
  const update = computeUpdate('points', present, withTimeout(present, '1s'));
  change(update);
  return update;
}

test('members decide on what changes, whatever versions it is made from, and the audit finds the same', () => {
  const random = randomBy(seed + 2);
  const [slower, another] = [withTimeout(present, '1s'), withTimeout(present, '2s')];
  const moved = copy(present);
  requiredGroup(moved, 'Orderer').setVersion(8);
  moved.setSequence(9);
  expect(planHash('points', moved, withTimeout(moved, '1s'))).toBe(planHash('points', present, slower));
  expect(planHash('points', present, another)).not.toBe(planHash('points', present, slower));
  for (let round = 0; round < 20; round += 1) {
    const to = changedBy(random, present);
    const audited = changedConfiguration(envelopeOf(present), envelopeOf(to));
    expect([seed, audited]).toEqual([seed, planText('points', plannedChanges(present, to))]);
  }
});

function envelopeOf(config: common.Config): Uint8Array {
  const content = new common.ConfigEnvelope();
  content.setConfig(config);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setChannelId('points');
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(content.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}
