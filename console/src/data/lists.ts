/** Lists as a whole, by cursor: what is chosen from, or summed over. What is shown as a list comes a page at a time instead. */

export async function pagesOf<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

export async function listOf<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[]> {
  return (await pagesOf(pages)).flatMap(itemsOf);
}
