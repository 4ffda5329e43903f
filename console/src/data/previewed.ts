/** An answer of what something would come to, beside what it is of. Pure, so that tests see it. */
/** An answer, or that it is awaited, with what it is of. */
export interface Previewed<T> {
  readonly of: string;
  readonly found?: T;
  readonly failure?: Error;
}

/** What is shown once an answer is there: nothing of what is not asked any more. */
export const answered = <T>(now: Previewed<T> | undefined, answer: Previewed<T>): Previewed<T> | undefined =>
  now?.of === answer.of ? answer : now;
