/** Why words cannot be understood, in a sentence with the remedy. Thrown and caught within the grammar. */
export class PhraseFault extends Error {
  readonly code = 'SIGBED_PHRASE'
}

export function refuse(message: string): never {
  throw new PhraseFault(message)
}
