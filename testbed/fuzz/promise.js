/**
 * What a decoder promised and did not keep.
 */
export class BrokenPromise extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'BrokenPromise'
  }
}

/**
 * @param {boolean} kept
 * @param {string} promise
 * @returns {asserts kept}
 */
export function promised(kept, promise) {
  if (!kept) throw new BrokenPromise(promise)
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 * @param {number} length octets of both that are compared
 */
export function areSame(a, b, length) {
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return false
  return true
}

/**
 * Every node of a tree lies inside the one around it.
 *
 * @param {import('@sigbed/octets').OctetTree} tree
 */
export function checkTree(tree) {
  for (const inner of tree.inside) {
    promised(inner.at >= tree.at && inner.at + inner.length <= tree.at + tree.length, 'a node of a tree lies inside the one around it')
    checkTree(inner)
  }
}
