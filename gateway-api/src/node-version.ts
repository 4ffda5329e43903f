/** A clear sentence for those who start the gateway with an older Node than its libraries need. */

/** The least major version; it has node:sqlite without a flag, and what fabric-gateway asks for. */
const NODE_MAJOR_MIN = 24;

/** Ends the process with status 1 where it cannot work. */
export function requireNode(version: string = process.versions.node): void {
  if (parseInt(version, 10) >= NODE_MAJOR_MIN) return;
  process.stderr.write(
    `This needs Node ${NODE_MAJOR_MIN} or later and was started with Node ${version}.\n` +
      'Start it with the Node that `npm install` put into node_modules/.bin, or through an npm script.\n',
  );
  process.exit(1);
}
