/**
 * Answers kept for a while, so that a request that comes twice changes nothing and is answered alike. The node repeats answers to
 * requests with the End-to-End Identifier it has seen (RFC 6733 §5.5.4); this catches those a client has sent again under another, by
 * the numbers of its application.
 */
export class AnsweredRequests<T> {
  private readonly answers = new Map<string, T>()

  /** @param limit how many answers are kept; the oldest goes first */
  constructor(private readonly limit: number) {}

  find(key: string): T | null {
    return this.answers.get(key) ?? null
  }

  keep(key: string, answer: T): void {
    this.answers.set(key, answer)
    if (this.answers.size > this.limit) this.answers.delete(this.answers.keys().next().value!)
  }
}
