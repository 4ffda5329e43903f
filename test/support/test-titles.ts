/** The names of a file's tests, read from its text: without running it, and also where it is skipped on this machine. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Titles as they are written, and for those that a table fills in also the filled ones, where its rows are literals. */
export function testTitlesIn(path: string): ReadonlySet<string> {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      if (/^(describe|it|test)\.(skip|todo)\b/.test(node.expression.getText())) return;
      for (const title of titlesOf(node, source)) titles.add(title);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

function titlesOf({ expression, arguments: [title] }: ts.CallExpression, source: ts.SourceFile): string[] {
  if (title === undefined || !ts.isStringLiteralLike(title)) return [];
  if (ts.isIdentifier(expression)) return ['it', 'test'].includes(expression.text) ? [title.text] : [];
  if (!ts.isCallExpression(expression) || !/^(it|test)\.each$/.test(expression.expression.getText())) return [];
  const [table] = expression.arguments;
  return [title.text, ...rowsIn(table, source).map((row) => filled(title.text, row))];
}

/** The literal rows of a table that stands in its place, or in the file under a name. */
function rowsIn(table: ts.Node | undefined, source: ts.SourceFile): readonly ts.Expression[] {
  if (table === undefined) return [];
  if (ts.isAsExpression(table)) return rowsIn(table.expression, source);
  if (ts.isArrayLiteralExpression(table)) return table.elements;
  if (!ts.isIdentifier(table)) return [];
  const declared: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === table.text) {
      declared.push(...rowsIn(node.initializer, source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return declared;
}

function filled(title: string, row: ts.Expression): string {
  if (ts.isObjectLiteralExpression(row)) {
    return row.properties
      .filter(ts.isPropertyAssignment)

      .reduce<string>((text, { name, initializer }) => text.replace(`$${name.getText()}`, textOf(initializer)), title);
  }
  const cells: readonly ts.Expression[] = ts.isArrayLiteralExpression(row) ? row.elements : [row];
  return cells.reduce<string>((text, cell) => text.replace('%s', textOf(cell)), title);
}

/** Without the quotes of what is a string; anything else is no name that a page would give. */
const textOf = (cell: ts.Expression): string => (ts.isStringLiteralLike(cell) ? cell.text : cell.getText());
