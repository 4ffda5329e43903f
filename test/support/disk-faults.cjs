/**
 * File calls that fail, where and when a test asks for it. Loaded by a test itself, or by a program that a test starts, with
 * `NODE_OPTIONS=--require`: then the file that DISK_FAULTS names holds the fault, as JSON, and is looked at before each call.
 *
 * - `full`: SQLite's commits and writes to files end with "no space", after half of what a file was to take was taken
 * - `little-room`: SQLite's commits, which are small, find room, and files that are written at once do not
 * - `sync-fails`: what is written stands in the system's memory, and no sync succeeds
 * - `one-sync-fails`: the same once, and the system has forgotten what it could not write, as Linux does
 * - `locked`: another program has the database
 *
 * `below` is a part of the paths that are meant; without it, all are.
 */
const fs = require('node:fs');
const { DatabaseSync } = require('node:sqlite');

const { existsSync, readFileSync } = fs;
const controlPath = process.env.DISK_FAULTS;
const own = (globalThis.process.diskFault ??= { fault: undefined, failed: 0 });

function fault() {
  if (controlPath === undefined) return own.fault;
  if (!existsSync(controlPath)) return undefined;
  try {
    return JSON.parse(readFileSync(controlPath, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Of open files. */
function pathOf(file) {
  try {
    return fs.readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    return '';
  }
}

function applies(kind, path) {
  const now = fault();
  if (now === undefined || now.kind !== kind) return false;
  if (now.below !== undefined && path !== undefined && !path.includes(now.below)) return false;
  own.failed += 1;
  return true;
}

const systemError = (code) => Object.assign(new Error(`${code}: as the test wants it`), { code, errno: -1 });
const sqliteError = (errcode, message) => Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode });

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  const path = this.location?.() ?? '';
  if (/^BEGIN/.test(sql) && applies('locked', path)) throw sqliteError(5, 'database is locked');
  if (sql === 'COMMIT' && applies('full', path)) {
    exec.call(this, 'ROLLBACK');
    throw sqliteError(13, 'database or disk is full');
  }
  return exec.call(this, sql);
};

const { prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (sql) {
  if (/wal_checkpoint/.test(sql) && applies('sync-fails', this.location?.() ?? '')) {
    throw sqliteError(10, 'disk I/O error');
  }
  return prepare.call(this, sql);
};

/** Once. */
function appliesOnce(path) {
  return own.failed === 0 && applies('one-sync-fails', path);
}

const { writeSync } = fs;
fs.writeSync = (file, ...what) => {
  if (applies('little-room', pathOf(file))) throw systemError('ENOSPC');
  return writeSync(file, ...what);
};

const { fdatasync } = fs;
fs.fdatasync = (file, done) => {
  if (applies('sync-fails', pathOf(file)) || appliesOnce(pathOf(file))) setImmediate(done, systemError('EIO'));
  else fdatasync(file, done);
};

/** Promises’ files have no class that is exported. */
async function patchFileHandles() {
  const handle = await fs.promises.open(__filename);
  const { prototype } = handle.constructor;
  await handle.close();
  const { write, writev, datasync, sync } = prototype;
  prototype.write = async function (bytes, offset = 0, length = bytes.length - offset, position) {
    if (typeof bytes === 'string' || !applies('full', pathOf(this.fd)))
      return write.call(this, bytes, offset, length, position);
    if (length < 2) throw systemError('ENOSPC');
    return write.call(this, bytes, offset, length >> 1, position);
  };
  prototype.writev = async function (buffers, position) {
    if (!applies('full', pathOf(this.fd))) return writev.call(this, buffers, position);
    return writev.call(this, buffers.slice(0, 1), position);
  };
  for (const [name, original] of Object.entries({ datasync, sync })) {
    prototype[name] = async function () {
      if (applies('sync-fails', pathOf(this.fd)) || appliesOnce(pathOf(this.fd))) throw systemError('EIO');
      return original.call(this);
    };
  }
}

module.exports = {
  ready: patchFileHandles(),
  set(next) {
    own.fault = next;
    own.failed = 0;
  },
  get failed() {
    return own.failed;
  },
};
