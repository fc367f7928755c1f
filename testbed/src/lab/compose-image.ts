import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ComposeEngine } from './compose-engine.js'
import { LabError } from './lab-error.js'

/**
 * The image that nodes run in, made from what is built in this clone: there is one for each state of the build, which its tag names.
 *
 * @param clone folder of the clone
 * @param say told what takes long
 * @returns its name
 * @throws LabError (rejects): SIGBED_LAB_UNAVAILABLE where nothing is built or the image cannot be
 */
export async function currentImage(engine: ComposeEngine, clone: string, say: (line: string) => void): Promise<string> {
  if (!existsSync(join(clone, 'apps', 'cli', 'dist', 'main.js')))
    throw new LabError('SIGBED_LAB_UNAVAILABLE', `labs of containers run what is built, and ${clone} is not: npm run build`)
  const image = `sigbed-lab:${fingerprintOf(clone)}`
  if (await engine.succeeds('image', 'inspect', image)) return image
  say('The image of the nodes is missing or older than the build: making it')
  const label = `sigbed.clone=${digestOf([clone])}`
  try {
    const base = await engine.script(join(clone, 'testbed', 'images', 'base-image.sh'), [], say)
    const file = join(clone, 'testbed', 'images', 'Dockerfile')
    await engine.build('--file', file, '--build-arg', `BASE_IMAGE=${base}`, '--label', label, '--tag', image, clone)
  } catch (cause) {
    throw new LabError('SIGBED_LAB_UNAVAILABLE', `the image of the nodes cannot be made: ${(cause as Error).message}`, { cause })
  }
  await removeOlder(engine, label, image)
  return image
}

/** Those of earlier builds. One that containers still run in stays, and goes next time. */
async function removeOlder(engine: ComposeEngine, label: string, current: string): Promise<void> {
  const images = await engine.docker('image', 'ls', '--filter', `label=${label}`, '--format', '{{.Repository}}:{{.Tag}}')
  for (const image of images.split('\n')) if (image !== current && image !== '') await engine.succeeds('image', 'rm', image)
}

/** Path, size and time of last change of all that goes into the image; of the packages npm has installed, of its own account of them. */
function fingerprintOf(clone: string): string {
  const files = INGREDIENTS.flatMap((path) => [...filesBelow(clone, path)])
  return digestOf(
    files.map((path) => {
      const { size, mtimeMs } = statSync(join(clone, path))
      return `${path} ${size} ${mtimeMs}`
    }),
  )
}

function* filesBelow(clone: string, path: string): Iterable<string> {
  const found = statSync(join(clone, path), { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isDirectory()) return yield path
  for (const name of readdirSync(join(clone, path)).sort()) if (!NOT_COPIED.test(name)) yield* filesBelow(clone, join(path, name))
}

function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12)
}

const INGREDIENTS = [
  '.dockerignore',
  'package.json',
  'node_modules/.package-lock.json',
  'apps',
  'results',
  'stack',
  'testbed/dist',
  'testbed/measurement',
  'testbed/images/Dockerfile',
  'testbed/images/entrypoint.sh',
  'testbed/images/fit-addons.sh',
]
/** .dockerignore keeps these out. */
const NOT_COPIED = /^(?:node_modules|src|test|data)$|\.(?:ts|map|md|tsbuildinfo)$/
