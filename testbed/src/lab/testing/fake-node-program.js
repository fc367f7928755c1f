/**
 * Stands for a node's process in the tests of labs: reads its start and commands, reports each command it heard as an event, and behaves
 * as badly as the words in the place of the scenario say.
 */
import { createInterface } from 'node:readline'

let start = null
const say = (report) => process.stdout.write(`${JSON.stringify(report)}\n`)

for await (const line of createInterface({ input: process.stdin })) {
  if (start === null) {
    start = JSON.parse(line)
    begin(start.scenario.split(' '))
  } else {
    tell('heard', line)
    const { kind } = JSON.parse(line)
    if (kind === 'end' && start.scenario !== 'stays') say({ kind: 'ended' })
    if (kind === 'prepare' && start.scenario === 'dies-when-prepared') process.exit(3)
  }
}
if (start?.scenario === 'stays') setInterval(() => {}, 1000)

function begin(words) {
  if (words.includes('mute')) return
  if (words.includes('dies')) {
    console.error('cannot bind 127.132.1.10')
    process.exit(2)
  }
  if (words.includes('fails')) return say({ kind: 'failed', reason: 'no such role' })
  if (words.includes('babbles')) return process.stdout.write('hello\n')
  if (words.includes('deaf')) process.stdin.pause()
  const own = start.places.find(({ node }) => node === start.node)
  say({ kind: 'opened', addresses: own.addresses })
  tell('clock', String(Number(process.hrtime.bigint()) / 1e6))
}

function tell(kind, detail) {
  say({ kind: 'event', event: { atMs: 0, node: start.node, kind, detail } })
}
