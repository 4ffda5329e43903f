/** Does something with each item, so many at a time; the first failure ends it. */
export async function concurrently<T>(
  workers: number,
  items: readonly T[],
  action: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await action(item);
  };
  await Promise.all(Array.from({ length: workers }, work));
}
