import type { DataFormat } from './data-format.js'
import { readUtf8, writeUtf8 } from './utf8-string.js'

/** Octets of the longest domain name. Stands here because the format below needs it while the module loads. */
const LONGEST_DOMAIN_NAME = 255

/** The name of a node or a realm: a fully qualified domain name in ASCII. RFC 6733 §4.3.1. */
export const DiameterIdentity: DataFormat<string> = {
  // Zero, so that the example of a missing identity has an empty value; an empty name itself is refused below.
  minimumLength: 0,
  maximumLength: LONGEST_DOMAIN_NAME,
  read(octets, at, length) {
    const text = readUtf8(octets, at, length)
    return text !== null && isDiameterIdentity(text) ? text : null
  },
  accepts: isDiameterIdentity,
  lengthOf: (value) => value.length,
  write: (octets, at, value) => void writeUtf8(octets, at, value),
}

/**
 * Labels of letters, digits, hyphens and underscores, 63 at most each, joined by dots, 255 in all. The underscore is no host
 * name's, but operators use it; a dot at the end is accepted for the same reason.
 */
export function isDiameterIdentity(text: string): boolean {
  return text.length <= LONGEST_DOMAIN_NAME && DOMAIN_NAME.test(text)
}

const DOMAIN_NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_-]{1,63})*\.?$/
