/** Keys in the order of their UTF-8 bytes, as a peer's database has them. */

export class KeyOrder {
  constructor(private readonly keys: string[] = []) {}

  copy(): KeyOrder {
    return new KeyOrder([...this.keys]);
  }

  add(key: string): void {
    const at = this.indexOf(key);
    if (this.keys[at] !== key) this.keys.splice(at, 0, key);
  }

  remove(key: string): void {
    const at = this.indexOf(key);
    if (this.keys[at] === key) this.keys.splice(at, 1);
  }

  /** From `start` on, without `end`. */
  between(start: string, end: string): string[] {
    return this.keys.slice(this.indexOf(start), this.indexOf(end));
  }

  /** Where the key is, or would be. */
  private indexOf(key: string): number {
    const bytes = Buffer.from(key);
    let [low, high] = [0, this.keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Buffer.compare(Buffer.from(this.keys[middle]!), bytes) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
