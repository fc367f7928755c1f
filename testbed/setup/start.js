/**
 * `npm start`: sets everything up when it is not, then runs the main job, `sigbed run`, with the arguments after `--`.
 * The job's exit status and the signal that ended it become this script's own.
 */
import { join } from 'node:path'
import { endLike, runChild } from './child-command.js'
import { ROOT, setUp } from './set-up.js'

if (await setUp()) {
  const program = join(ROOT, 'apps', 'cli', 'bin', 'sigbed.js')
  const end = await runChild(process.execPath, [program, 'run', ...process.argv.slice(2)], {
    folder: ROOT,
    output: 'shown',
    signals: 'child',
  })
  endLike(end)
}
