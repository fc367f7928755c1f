import { Integer32 } from './integer32.js'

/** The values an Enumerated AVP may have, by the names its document gives them. */
export type Enumeration = Readonly<Record<string, number>>

/** An Integer32 on the wire; the dictionary maps it to a name where its list is closed. RFC 6733 §4.3.1. */
export const Enumerated = Integer32
