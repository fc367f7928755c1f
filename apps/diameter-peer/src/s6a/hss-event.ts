import type { ServingNodeKind } from './location-register.js'

/** What happens at a home subscriber server, for logs and displays. */
export type HssEvent =
  | { readonly kind: 'registered'; readonly imsi: string; readonly as: ServingNodeKind; readonly host: string }
  | { readonly kind: 'purged'; readonly imsi: string; readonly as: ServingNodeKind; readonly host: string }
  | { readonly kind: 'notified'; readonly imsi: string; readonly host: string; readonly of: readonly string[] }
  | { readonly kind: 'refused'; readonly imsi: string; readonly command: string; readonly reason: string }
  /** What became of a request the server sent by itself: its result, or why there is none. */
  | { readonly kind: 'pushed'; readonly imsi: string | null; readonly command: string; readonly host: string; readonly outcome: string }
