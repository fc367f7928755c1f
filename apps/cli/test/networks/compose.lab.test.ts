import { execFileSync } from 'node:child_process'
import { ComposeEngine } from '@sigbed/testbed'
import { sameVerdictsOn } from './same-verdicts.js'

const obstacle = await ComposeEngine.find().then(
  () => null,
  (error: Error) => error.message,
)

sameVerdictsOn('compose', obstacle, (pid) =>
  [
    ['ps', '--all'],
    ['network', 'ls'],
  ].flatMap((words) => {
    const found = execFileSync('docker', [...words, '--filter', `name=sigbed-${pid}-`, '--format', '{{.ID}}'], { encoding: 'utf8' })
    return found.split('\n').filter((id) => id !== '')
  }),
)
