import type { LinkChange, LinkSelector } from './scenario.js'

/**
 * What the timetable can do. A lab does each as honestly as it can: a cut is a link down where there are links, and packets thrown
 * away by the transport where there are none.
 */
export type FaultAction =
  /** Nothing passes on these links. A whole network, in both directions, unless `from` and `to` say otherwise. */
  | { readonly kind: 'cut'; readonly links: readonly LinkSelector[] }
  /** One node's interface goes down, its address with it. */
  | { readonly kind: 'interface-down' | 'interface-up'; readonly node: string; readonly network: string }
  /** Whole again: links up and without impairment but that of the scenario's beginning, interfaces up. */
  | { readonly kind: 'restore'; readonly links: readonly LinkSelector[] }
  | { readonly kind: 'impair'; readonly change: LinkChange }
  /** The node's program stands still, its sockets stay; then it goes on. */
  | { readonly kind: 'pause' | 'resume'; readonly node: string }
  /** The node's program ends without a word; `start` begins a new one, with the same addresses. */
  | { readonly kind: 'kill' | 'start'; readonly node: string }
  /** The application of the node takes no messages from its associations; then it does again. */
  | { readonly kind: 'stall' | 'unstall'; readonly node: string }
