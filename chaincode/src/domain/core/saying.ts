/** Who says something, and when. */
export interface Saying {
  by: string;
  at: string;
}
