/**
 * Which versions of Node Sigbed runs on: the same range as "engines" in the root package.json, as data, because this is
 * asked before anything is installed that could read a semver range.
 *
 * @typedef {{ readonly major: number, readonly minor: number }} SupportedLine the first minor version of one major that will do
 */

/** @type {readonly SupportedLine[]} */
export const SUPPORTED_LINES = Object.freeze([
  { major: 20, minor: 19 },
  { major: 22, minor: 12 },
  { major: 24, minor: 0 },
])

/**
 * The sentence for somebody whose Node will not do, or null when it will. From the last line on, every newer major will do.
 *
 * @param {string} version as process.versions.node gives it, without a leading v
 * @returns {string | null}
 */
export function complaintAboutNode(version) {
  if (isSupported(version)) return null
  return `Sigbed needs Node.js ${SUPPORTED_LINES.map(lineName).join(', ')} or newer; this is Node.js ${version}. Install one of those and run the same command again.`
}

/** @param {string} version */
function isSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const newest = SUPPORTED_LINES[SUPPORTED_LINES.length - 1]
  if (newest !== undefined && major > newest.major) return true
  return SUPPORTED_LINES.some((line) => line.major === major && minor >= line.minor)
}

/** @param {SupportedLine} line */
function lineName(line) {
  return line.minor === 0 ? `${line.major}` : `${line.major}.${line.minor} (of ${line.major})`
}
