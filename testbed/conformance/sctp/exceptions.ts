/** A test purpose that is not tested, or that is tested for something else than it asks for. */
export interface Exception {
  readonly purpose: string
  /** Why, with the section of RFC 9260 that decides. */
  readonly reason: string
}

/** Test purposes without a test, because nothing of the kind can happen here or the RFC forbids what they ask for. */
export const EXCEPTIONS: readonly Exception[] = []
