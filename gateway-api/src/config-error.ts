/** The file cannot be used; the message says where and why, a line each. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
