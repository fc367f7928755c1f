/**
 * `npm run clean`: removes what building made (dist folders, the compiler's notes, the build's stamp) and nothing else: neither
 * the installed dependencies nor the database of runs. Needs nothing installed.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './set-up.js'

/** @type {{ references?: readonly { path: string }[] }} */
const solution = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'))
const built = (solution.references ?? []).flatMap(({ path }) => [join(path, 'dist'), join(path, 'tsconfig.tsbuildinfo')])

let removed = 0
for (const path of [...built, 'coverage', join('node_modules', '.sigbed-build')]) {
  if (!existsSync(join(ROOT, path))) continue
  rmSync(join(ROOT, path), { recursive: true })
  removed++
}
console.log(removed === 0 ? 'Nothing to remove.' : `Removed ${removed} folders and files that building made.`)
