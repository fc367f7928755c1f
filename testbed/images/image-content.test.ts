import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

interface LockedPackage {
  readonly resolved?: string
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const LOCKED: Readonly<Record<string, LockedPackage>> = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages

/** What containers have no use for: pages for browsers, and what only an installation runs. */
const LEFT_OUT = new Set(['echarts', 'uplot', 'prebuild-install'])

/** Where `name` is found from within `folder`, as Node.js looks for it. */
function placeOf(name: string, folder: string): string {
  for (let from = folder; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/')))) {
    const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`
    if (LOCKED[place] !== undefined) return place
    if (from === '') throw new Error(`${name} of ${folder} is not in package-lock.json`)
  }
}

/** Folders of everything the package at `folder` needs to run, itself included. */
function needsOf(folder: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(folder)) return found
  found.add(folder)
  const { dependencies, optionalDependencies } = LOCKED[folder]!
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    if (LEFT_OUT.has(name)) continue
    const place = placeOf(name, folder)
    const { link, resolved } = LOCKED[place]!
    if (link === true) found.add(place)
    needsOf(link === true ? resolved! : place, found)
  }
  return found
}

/** As npm lays them out: a package in the node_modules of another is part of that one's folder. */
function inNodeModules(folders: ReadonlySet<string>): string[] {
  const outermost = [...folders].filter((folder) => folder.startsWith('node_modules/')).map((folder) => folder.split('/node_modules/')[0]!)
  return [...new Set(outermost.map((folder) => (folder.startsWith('node_modules/@sigbed/') ? 'node_modules/@sigbed' : folder)))].sort()
}

describe('the image', () => {
  it('has the packages sigbed needs to run, as package-lock.json has them, and no others', () => {
    const letIn = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!node_modules/'))
      .map((line) => line.slice(1))
    expect(letIn.sort()).toEqual(inNodeModules(needsOf('apps/cli')))
  })
})
