import { describe, expect, it } from 'vitest'
import { adviceForNpm, tail } from './set-up-failure.js'

describe('adviceForNpm', () => {
  it.each([
    'gyp ERR! stack Error: not found: make',
    'npm error gyp ERR! find Python You need to install the latest version of Python.',
    'make: g++: No such file or directory\nnpm error gyp ERR! build error',
    'npm error gyp ERR! build error: make failed with exit code 2',
  ])('names the Debian packages when better-sqlite3 cannot be compiled: %s', (output) => {
    expect(adviceForNpm(output)).toContain('apt-get install python3 make g++')
  })

  it('speaks of headers, not of the compiler, when node-gyp cannot fetch them', () => {
    const output =
      'gyp http GET https://nodejs.org/download/release/v20.20.2/node-headers.tar.gz\ngyp ERR! FetchError: getaddrinfo ENOTFOUND'
    expect(adviceForNpm(output)).toContain('npm_config_nodedir')
  })

  it('speaks of the network when the registry does not answer', () => {
    expect(adviceForNpm('npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED')).toContain('registry cannot be reached')
  })

  it('speaks of the lock file when it disagrees with package.json', () => {
    const output =
      'npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.'
    expect(adviceForNpm(output)).toContain('take both from the same commit')
  })

  it('points at the whole output when it does not know', () => {
    expect(adviceForNpm('npm error something new')).toContain('npm ci')
  })
})

describe('tail', () => {
  it('keeps the last lines, in order', () => {
    expect(tail('1\n2\n3\n4\n', 2)).toBe('3\n4')
  })

  it('keeps all of a short text', () => {
    expect(tail('only\n', 30)).toBe('only')
  })
})
