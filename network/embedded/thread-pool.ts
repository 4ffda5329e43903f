/**
 * Must be imported before anything else that uses Node's thread pool.
 *
 * Five files are synced per block (the orderers' chain and four peers' blocks); with the four threads of the default,
 * the checking of signatures would wait for the disk.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '8';
