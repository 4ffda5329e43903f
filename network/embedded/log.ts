/** Where the nodes tell what a person may want to know, one line each. */
export type Log = (line: string) => void;
