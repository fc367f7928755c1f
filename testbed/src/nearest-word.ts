/**
 * The word somebody meant who wrote one that is not known: the one to be had by the fewest changed, missing, added or swapped
 * letters, when those are few for its length. null when none is near.
 */
export function nearestWord(written: string, known: readonly string[]): string | null {
  let nearest: string | null = null
  let fewest = Number.POSITIVE_INFINITY
  for (const word of known) {
    const slips = slipsBetween(written.toLowerCase(), word.toLowerCase())
    if (slips < fewest && slips <= mostSlips(word)) {
      nearest = word
      fewest = slips
    }
  }
  return nearest ?? uniqueByBeginning(written, known)
}

/** `capt` is three letters short of `capture`, and no one doubts what it means. */
function uniqueByBeginning(written: string, known: readonly string[]): string | null {
  const begun = known.filter((word) => written.length >= 2 && word.startsWith(written.toLowerCase()))
  return begun.length === 1 ? begun[0]! : null
}

function mostSlips(word: string): number {
  return Math.max(1, Math.floor(word.length / 3))
}

/** Edits from one word to the other, a swap of neighbours counting as one (optimal string alignment). */
function slipsBetween(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const changed = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      let slips = Math.min(changed, last[column]! + 1, current[column - 1]! + 1)
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) slips = Math.min(slips, beforeLast[column - 2]! + 1)
      current.push(slips)
    }
    beforeLast = last
    last = current
  }
  return last[to.length]!
}
