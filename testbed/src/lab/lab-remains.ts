/**
 * What labs of one kind may leave on the machine when the program that made them is killed before it could clean up: processes,
 * network namespaces, containers. One for each kind of lab that can; `sigbed lab down` asks them all.
 */
export interface LabRemains {
  /** What it looks for, for people: `network namespaces`. */
  readonly what: string
  /** What is left of labs whose program is gone. A lab that is running is nobody's remains. Never rejects: what cannot be looked for has nothing left. */
  find(): Promise<readonly LabRemnant[]>
  /** Takes everything away that `find` would name. Never rejects; says what could not be removed. */
  remove(): Promise<LabRemoval>
}

export interface LabRemnant {
  /** Name or number, as the system has it: `sigbed-1234-sg`. */
  readonly name: string
  /** `network namespace`, `process`, `container`. */
  readonly kind: string
}

export interface LabRemoval {
  readonly removed: readonly LabRemnant[]
  /** In a sentence each, with what stood in the way. */
  readonly problems: readonly string[]
}
