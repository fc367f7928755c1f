/** Something that happened to a node: one line for people, one object for programs. */
export interface Happening {
  readonly kind: HappeningKind
  /** The association it is about, as `127.0.0.1:2905`; null where it is about the node. */
  readonly peer: string | null
  readonly text: string
  /** JSON. */
  readonly details: Readonly<Record<string, unknown>>
}

export type HappeningKind =
  | 'message'
  | 'association'
  | 'path'
  | 'asp-state'
  | 'as-state'
  | 'refused'
  | 'heartbeat'
  | 'traffic'
  | 'step'
  | 'node'

export type Tell = (happening: Happening) => void
