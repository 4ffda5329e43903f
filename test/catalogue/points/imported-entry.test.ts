import { importedIdOf } from '@commonpoint/catalogue';

const FILE = `im-${'0a'.repeat(20)}`;
const ids = [
  ...[`${FILE}-0`, `${FILE}-7`, `${FILE}-123`, `${FILE}-999999999`],
  ...[`${FILE}-`, `${FILE}-00`, `${FILE}-01`, `${FILE}-1000000000`, `${FILE}-1a`, `${FILE}-1\n`, `${FILE}--1`, FILE],
  ...['mg-a-5', 'mg-a-5-7', 'mg-a-b-5', 'mg-a-b-', 'mg--5', 'mg-5', 'mg-a--5', 'im-5', 'im-', 'op-1', '', '-5'],
  ...[`${FILE.toUpperCase()}-1`, `${FILE}-1-2`, `im-${'0a'.repeat(19)}0g-1`],
];
/** As it is said beside it. */
const asSaid = (id: string) => {
  const [, file, digits] = /^(im-[0-9a-f]{40}|mg-[a-z0-9][a-z0-9-]{0,31})-(0|[1-9]\d{0,8})$/.exec(id) ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(digits), stretch: Math.floor(Number(digits) / 100) };
};

test.each(ids)('where an operation stands does not depend on who was asked for before: %j', (id) => {
  for (const before of ids) {
    importedIdOf(before);
    expect(importedIdOf(id)).toEqual(asSaid(id));
  }
});
