/** An environment variable that `docker-compose.yml` sets. Throws when it does not. */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`Set ${name}`);
  }
  return value;
}
