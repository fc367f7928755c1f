/** `3..12, 15`. */
export function runNumbers(runIds: readonly number[]): string {
  const stretches: [first: number, last: number][] = []
  for (const runId of [...runIds].sort((a, b) => a - b)) {
    const stretch = stretches.at(-1)
    if (stretch !== undefined && runId === stretch[1] + 1) stretch[1] = runId
    else stretches.push([runId, runId])
  }
  return stretches
    .map(([first, last]) => (first === last ? `${first}` : first + 1 === last ? `${first}, ${last}` : `${first}..${last}`))
    .join(', ')
}
