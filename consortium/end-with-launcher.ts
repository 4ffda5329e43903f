/**
 * Loaded before a program that knows nothing of its launcher (the chaincode process): ends it when the launcher is gone,
 * which the closed channel between them tells, however the launcher ended.
 */
process.on('disconnect', () => {
  process.exit(0);
});
