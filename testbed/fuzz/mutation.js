import { readU8, writeU32 } from '@sigbed/octets'

/**
 * Inputs made from a good one: fields changed where they stand, and whole units (chunks, parameters, AVPs) taken out, doubled, exchanged
 * and borrowed from other seeds, with the length of the whole put right in half of them so that what is inside is reached.
 *
 * @typedef {import('./chance.js').Chance} Chance
 *
 * @typedef {object} Seed
 * @property {Uint8Array} octets
 * @property {readonly Unit[]} units what it is made of after its header, paddings included, in order
 *
 * @typedef {{ readonly at: number, readonly length: number }} Unit
 *
 * @callback LengthFixer writes the length of the whole where the protocol has it
 * @param {Uint8Array} octets
 * @param {number} length
 * @returns {void}
 */

/** The input that is being made; reused. Octets past `length` are left from earlier ones, so that reading too far shows. */
export class Input {
  constructor() {
    this.octets = new Uint8Array(LONGEST_INPUT)
    this.length = 0
  }

  /** A copy, for keeping. */
  copy() {
    return this.octets.slice(0, this.length)
  }
}

/**
 * @param {readonly Seed[]} seeds
 * @param {LengthFixer} fixLength
 * @param {Chance} chance
 * @param {Input} into
 */
export function makeInput(seeds, fixLength, chance, into) {
  const seed = chance.oneOf(seeds)
  into.octets.set(seed.octets)
  into.length = seed.octets.length
  const kind = chance.below(16)
  if (kind === 0) {
    // Nothing but noise, now and then behind a good beginning.
    const from = chance.below(2) === 0 ? 0 : Math.min(20, into.length)
    into.length = Math.max(from, chance.below(LONGEST_NOISE))
    for (let at = from; at < into.length; at++) into.octets[at] = chance.u32()
  } else {
    if (kind < 8) changeUnits(seeds, seed, chance, into)
    for (let changes = chance.below(4) + (kind < 8 ? 0 : 1); changes > 0; changes--) changeField(chance, into)
    if (kind === 15) into.length = chance.below(into.length + 1)
  }
  if (chance.below(2) === 0) fixLength(into.octets, into.length)
}

/**
 * @param {Chance} chance
 * @param {Input} into
 */
function changeField(chance, into) {
  const { octets, length } = into
  if (length === 0) return
  const at = chance.below(length)
  switch (chance.below(6)) {
    case 0:
      octets[at] = readU8(octets, at) ^ (1 << chance.below(8))
      break
    case 1:
      octets[at] = chance.oneOf(EDGES)
      break
    case 2:
      octets[at] = chance.u32()
      break
    case 3: {
      // A field of 16 bits where lengths and types stand.
      const field = at & ~1
      octets[field] = chance.oneOf(EDGES)
      octets[field + 1] = chance.below(64)
      break
    }
    case 4:
      // A small step of a low octet: one more, one less than is there.
      octets[at | 3] = readU8(octets, at | 3) + chance.below(9) - 4
      break
    default:
      writeU32(octets, at & ~3, chance.oneOf(WORDS))
  }
}

/**
 * @param {readonly Seed[]} seeds
 * @param {Seed} seed
 * @param {Chance} chance
 * @param {Input} into
 */
function changeUnits(seeds, { units }, chance, into) {
  if (units.length === 0) return
  const unit = chance.oneOf(units)
  const end = unit.at + unit.length
  switch (chance.below(4)) {
    case 0:
      into.octets.copyWithin(unit.at, end, into.length)
      into.length -= unit.length
      break
    case 1:
      insert(into, into.octets.slice(unit.at, end), end)
      break
    case 2: {
      // To the end, past all others.
      const moved = into.octets.slice(unit.at, end)
      into.octets.copyWithin(unit.at, end, into.length)
      into.octets.set(moved, into.length - unit.length)
      break
    }
    default: {
      const other = chance.oneOf(seeds)
      if (other.units.length === 0) break
      const borrowed = chance.oneOf(other.units)
      insert(into, other.octets.subarray(borrowed.at, borrowed.at + borrowed.length), unit.at)
    }
  }
}

/**
 * @param {Input} into
 * @param {Uint8Array} octets
 * @param {number} at
 */
function insert(into, octets, at) {
  if (into.length + octets.length > LONGEST_INPUT - 16) return
  into.octets.copyWithin(at + octets.length, at, into.length)
  into.octets.set(octets, at)
  into.length += octets.length
}

const LONGEST_INPUT = 8192
const LONGEST_NOISE = 160
const EDGES = [0, 1, 2, 3, 4, 7, 8, 12, 20, 0x40, 0x7f, 0x80, 0xc0, 0xfe, 0xff]
const WORDS = [0, 1, 0xff, 0x100, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 10415]
