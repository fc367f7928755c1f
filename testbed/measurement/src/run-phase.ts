/** The three stretches of a run: until the path is cut, while it is cut, and from its return on. */
export type RunPhase = 'before' | 'during' | 'after'

/** In the order they happen. */
export const RUN_PHASES: readonly RunPhase[] = ['before', 'during', 'after']

/**
 * The phase of a message by the moment it was meant to be sent, so that one sent into a cut path belongs to the cut however
 * late it arrives. All in milliseconds since traffic start; null: never cut, or never restored.
 */
export function phaseAt(atMs: number, cutAtMs: number | null, restoreAtMs: number | null): RunPhase {
  if (cutAtMs === null || atMs < cutAtMs) return 'before'
  if (restoreAtMs === null || atMs < restoreAtMs) return 'during'
  return 'after'
}
