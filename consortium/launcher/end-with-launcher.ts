/**
 * Loaded before a program that knows nothing of its launcher (the chaincode process): ends it when the launcher is gone,
 * which the closed channel between them tells, however the launcher ended.
 */
process.on('disconnect', () => {
  process.exit(0);
});

// Without this a SIGTERM would end it too, but without keeping what was compiled for the next start.
process.on('SIGTERM', () => {
  process.exit(0);
});
