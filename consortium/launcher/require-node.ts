/** Imported first by every program here: an older Node would fail less clearly at the first module that it lacks. */
const [major = 0] = process.versions.node.split('.').map(Number);

if (major < 24) {
  console.error(
    `Commonpoint needs Node 24 or later, this is ${process.versions.node}. ` +
      'The npm scripts (npm start, npm run demo) bring their own.',
  );
  process.exit(2);
}
