/**
 * The update that leads from one configuration to another: what was read, and what is written, each with its version.
 *
 * A value or policy that changes is written with the next version. A group of which members come or go, or of which another policy says
 * who may change it, is written with the next version and names all its members; one that only has changes below keeps its own.
 * Reference: internal/configtxlator/update/update.go in hyperledger/fabric.
 */
import { common } from '@hyperledger/fabric-protos';
import type { Map as ProtobufMap } from 'google-protobuf';

/** Two configurations that say the same: there is nothing to update. */
export class NothingChanges extends Error {
  constructor() {
    super('no differences detected between original and updated config');
  }
}

/** @throws NothingChanges */
export function computeUpdate(channel: string, original: common.Config, updated: common.Config): common.ConfigUpdate {
  const [from, to] = [original.getChannelGroup(), updated.getChannelGroup()];
  if (from === undefined) throw new Error('no channel group included for original config');
  if (to === undefined) throw new Error('no channel group included for updated config');
  const { readSet, writeSet, isChanged } = compareGroups(from, to);
  if (!isChanged) throw new NothingChanges();
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(readSet);
  update.setWriteSet(writeSet);
  return update;
}

/** What concerns one group; the sets are bare when nothing in it changes. */
interface Sets {
  readonly readSet: common.ConfigGroup;
  readonly writeSet: common.ConfigGroup;
  readonly isChanged: boolean;
}

/** A value or a policy. */
interface Leaf {
  getVersion(): number;
  setVersion(version: number): void;
  getModPolicy(): string;
  serializeBinary(): Uint8Array;
}

interface LeafType<T> {
  new (): T;
  deserializeBinary(bytes: Uint8Array): T;
}

function compareGroups(original: common.ConfigGroup, updated: common.ConfigGroup): Sets {
  const readSet = bareGroup(original.getVersion());
  const writeSet = bareGroup(original.getVersion());
  const values = compareLeaves(
    common.ConfigValue,
    original.getValuesMap(),
    updated.getValuesMap(),
    writeSet.getValuesMap(),
  );
  const policies = compareLeaves(
    common.ConfigPolicy,
    original.getPoliciesMap(),
    updated.getPoliciesMap(),
    writeSet.getPoliciesMap(),
  );
  const groups = compareMembers(original.getGroupsMap(), updated.getGroupsMap(), readSet, writeSet);
  const isOther =
    original.getModPolicy() !== updated.getModPolicy() || values.areOthers || policies.areOthers || groups.areOthers;
  if (isOther) {
    for (const set of [readSet, writeSet]) {
      for (const [name, value] of values.same) set.getValuesMap().set(name, value);
      for (const [name, policy] of policies.same) set.getPoliciesMap().set(name, policy);
      for (const [name, group] of groups.same) set.getGroupsMap().set(name, group);
    }
    writeSet.setVersion(original.getVersion() + 1);
    writeSet.setModPolicy(updated.getModPolicy());
  }
  const written = [writeSet.getValuesMap(), writeSet.getPoliciesMap(), writeSet.getGroupsMap()];
  return { readSet, writeSet, isChanged: isOther || written.some((map) => map.getLength() > 0) };
}

/** Puts what is written of values or policies into `written`; those that stay are `same`, bare. */
function compareLeaves<T extends Leaf>(
  type: LeafType<T>,
  original: ProtobufMap<string, T>,
  updated: ProtobufMap<string, T>,
  written: ProtobufMap<string, T>,
): { readonly same: ReadonlyMap<string, T>; readonly areOthers: boolean } {
  const same = new Map<string, T>();
  let areOthers = false;
  original.forEach((before, name) => {
    const after = updated.get(name);
    if (after === undefined) areOthers = true;
    else if (isSameLeaf(type, before, after)) same.set(name, bareLeaf(type, before.getVersion()));
    else written.set(name, atVersion(type, after, before.getVersion() + 1));
  });
  updated.forEach((after, name) => {
    if (original.has(name)) return;
    areOthers = true;
    written.set(name, atVersion(type, after, 0));
  });
  return { same, areOthers };
}

function compareMembers(
  original: ProtobufMap<string, common.ConfigGroup>,
  updated: ProtobufMap<string, common.ConfigGroup>,
  readSet: common.ConfigGroup,
  writeSet: common.ConfigGroup,
): { readonly same: ReadonlyMap<string, common.ConfigGroup>; readonly areOthers: boolean } {
  const same = new Map<string, common.ConfigGroup>();
  let areOthers = false;
  original.forEach((before, name) => {
    const after = updated.get(name);
    if (after === undefined) {
      areOthers = true;
      return;
    }
    const sets = compareGroups(before, after);
    if (!sets.isChanged) {
      same.set(name, sets.readSet);
      return;
    }
    readSet.getGroupsMap().set(name, sets.readSet);
    writeSet.getGroupsMap().set(name, sets.writeSet);
  });
  updated.forEach((after, name) => {
    if (original.has(name)) return;
    areOthers = true;
    const whole = compareGroups(new common.ConfigGroup(), after).writeSet;
    whole.setVersion(0);
    whole.setModPolicy(after.getModPolicy());
    writeSet.getGroupsMap().set(name, whole);
  });
  return { same, areOthers };
}

/** Versions are not compared: those of what is wanted are nobody's business. */
function isSameLeaf<T extends Leaf>(type: LeafType<T>, before: T, after: T): boolean {
  const content = (leaf: T): Uint8Array => atVersion(type, leaf, 0).serializeBinary();
  return Buffer.compare(content(before), content(after)) === 0;
}

function atVersion<T extends Leaf>(type: LeafType<T>, leaf: T, version: number): T {
  const copy = type.deserializeBinary(leaf.serializeBinary());
  copy.setVersion(version);
  return copy;
}

function bareLeaf<T extends Leaf>(type: LeafType<T>, version: number): T {
  const leaf = new type();
  leaf.setVersion(version);
  return leaf;
}

function bareGroup(version: number): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setVersion(version);
  return group;
}
