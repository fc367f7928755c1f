import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import yargs from 'yargs'
import { ENDPOINT_COMMAND } from '../commands/endpoint-command.js'
import { PARSING } from '../parsing.js'
import { ENDPOINT_FLAGS } from './endpoint-flags.js'
import { plainFlags } from './plain-flags.js'

/** What the full parser makes of the same words; null when it refuses them. */
function fullyParsed(words: readonly string[]): object | null {
  let refused = false
  const parser = ENDPOINT_COMMAND.declare(yargs().locale('en').parserConfiguration(PARSING))
    .strict()
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail(() => {
      refused = true
    })
  const { _: _words, $0: _name, ...flags } = parser.parseSync([...words]) as Record<string, unknown>
  return refused ? null : flags
}

describe('plain flags', () => {
  it.each<[string[], object]>([
    [[], {}],
    [['--port', '9'], { port: '9' }],
    [['--port=9', '--verbose', '--local=127.0.0.1,::1'], { port: '9', verbose: true, local: '127.0.0.1,::1' }],
    [['--trace', './a-b=.pcapng'.replace('=', '_')], { trace: './a-b_.pcapng' }],
    [['--port', '9', '--port', '10'], { port: '10' }],
  ])('are read from %j', (words, flags) => {
    expect(plainFlags(words)).toEqual(flags)
    expect(fullyParsed(words)).toEqual(flags)
  })

  it.each([
    [['--help']],
    [['-h']],
    [['help']],
    [['--port']],
    [['--port', '--verbose']],
    [['--port', '-1']],
    [['--prot', '9']],
    [['--port=']],
    [['--verbose=1']],
    [['--verbose', 'false']],
    [['--']],
    [['9']],
    [['--toString', '9']],
    [['--no-verbose']],
    [['--trace', '"a b"']],
  ])('are left to the full parser in %j', (words) => {
    expect(plainFlags(words)).toBeNull()
  })

  it('are what the full parser makes of the same words', () => {
    const value = fc.oneof(fc.constantFrom('1', '007', '1e3', '0x10', 'true', 'a,b', '::1', '.5', '-5', 'x y', ''), fc.string())
    const name = fc.constantFrom(...Object.keys(ENDPOINT_FLAGS), 'nonsense', 'no-verbose')
    const word = fc.oneof(
      fc.tuple(name, value).map(([flag, text]) => [`--${flag}`, text]),
      fc.tuple(name, value).map(([flag, text]) => [`--${flag}=${text}`]),
      name.map((flag) => [`--${flag}`]),
      fc.string().map((text) => [text]),
    )
    let compared = 0
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (groups) => {
        const words = groups.flat()
        const plain = plainFlags(words)
        if (plain === null) return
        compared++
        expect(fullyParsed(words)).toEqual(plain)
      }),
      { numRuns: 400 },
    )
    expect(compared).toBeGreaterThan(20)
  })
})
