/** By path, with what makes it long. */
declare const long: Readonly<Record<string, string>>;
export = long;
