/**
 * The result as one table: a line for each case, and how much longer it takes than the fastest of its task.
 *
 * @param {readonly import('./measurement.js').Measured[]} measured
 * @returns {string}
 */
export function benchmarkTable(measured) {
  const head = ['', 'median ns', 'least - most', 'a second', 'octets allocated', 'ratio']
  const lines = []
  for (const task of new Set(measured.map((one) => one.task))) {
    const ofTask = measured.filter((one) => one.task === task)
    const fastest = Math.min(...ofTask.map((one) => one.medianNs))
    lines.push([task])
    for (const one of ofTask) {
      lines.push([
        `  ${one.way}`,
        one.medianNs.toFixed(0),
        `${one.leastNs.toFixed(0)} - ${one.mostNs.toFixed(0)}`,
        Math.round(one.perSecond).toLocaleString('en'),
        String(one.octetsAllocated),
        `${(one.medianNs / fastest).toFixed(1)}x`,
      ])
    }
  }
  const all = [head, ...lines]
  const widths = head.map((_, column) => Math.max(...all.map((cells) => (cells.length === 1 ? 0 : (cells[column] ?? '').length))))
  return all
    .map((cells) =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}
