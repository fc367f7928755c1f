/** Setting up cannot go on. The message is for the person at the terminal and says what to do; there is no stack to show. */
export class SetUpFailure extends Error {
  /**
   * @param {string} message
   * @param {string} [output] the end of what the failing program wrote
   */
  constructor(message, output = '') {
    super(message)
    this.name = 'SetUpFailure'
    this.output = output
  }
}

/**
 * The last lines of what a program wrote, for showing when it failed.
 *
 * @param {string} output
 * @param {number} lines
 */
export function tail(output, lines) {
  const all = output.trimEnd().split('\n')
  return all.slice(Math.max(0, all.length - lines)).join('\n')
}

/**
 * What to do about a failed `npm ci`, told from what npm wrote. The order matters: a compiler that is missing and headers
 * that cannot be fetched both end in lines of node-gyp, and an unreachable network shows in either.
 *
 * @param {string} output
 * @returns {string}
 */
export function adviceForNpm(output) {
  for (const [sign, advice] of ADVICE) if (sign.test(output)) return advice
  return 'Read the lines above; `npm ci` in this folder shows all of them.'
}

/** @type {readonly (readonly [RegExp, string])[]} */
const ADVICE = [
  [
    /EUSAGE|can only install packages when your package\.json/,
    'package.json and package-lock.json disagree: take both from the same commit.',
  ],
  [/EBADENGINE/, 'A dependency refuses this version of Node.js: use one that "engines" in package.json names.'],
  [/ENOSPC/, 'The disk is full: Sigbed needs about 500 MB.'],
  [
    /not found: make|make: not found|spawn make ENOENT|find Python|g\+\+: (?:not found|No such file)|cc: (?:not found|No such file)/i,
    'better-sqlite3 is compiled on this machine, and a tool for that is missing. On Debian or Ubuntu: apt-get install python3 make g++',
  ],
  [
    /gyp[\s\S]*(?:node-headers|-headers\.tar|nodejs\.org|SHASUMS256)[\s\S]*(?:ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|FetchError)/,
    'node-gyp could not fetch the headers of this Node.js. Where there is no way out to them, set npm_config_nodedir to the folder that holds include/node.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH/,
    'The package registry cannot be reached: see to the network or to "registry" in your npm configuration, then run the same command again.',
  ],
  [
    /gyp ERR!/,
    'better-sqlite3 did not compile. It needs python3, make and a C++20 compiler; on Debian or Ubuntu: apt-get install python3 make g++',
  ],
  [/EACCES|EPERM/, 'npm may not write here: make this folder your own, or clone it where you may write.'],
]
