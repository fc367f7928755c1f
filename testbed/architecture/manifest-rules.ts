import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFiles } from '../setup/project-files.js'
import type { Floor } from './floors.js'

/** What a package.json and the tsconfig.json beside it say about where a package stands. */
export interface Manifest {
  readonly name: string
  /** Optional ones among them. */
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  /** The configuration the compiler starts from, as written. */
  readonly extended: string
  /** Folders of the packages the compiler builds first, relative to the root. */
  readonly references: readonly string[]
}

/** A package without either file reads as an empty one. */
export function readManifest(root: string, folder: string): Manifest {
  const described = readJson(join(root, folder, 'package.json'))
  const compiled = readJson(join(root, folder, 'tsconfig.json'))
  const references = (compiled['references'] ?? []) as readonly { readonly path: string }[]
  return {
    name: String(described['name'] ?? ''),
    dependencies: { ...(described['dependencies'] as object), ...(described['optionalDependencies'] as object) } as Record<string, string>,
    devDependencies: (described['devDependencies'] ?? {}) as Record<string, string>,
    extended: String(compiled['extends'] ?? ''),
    references: references.map(({ path }) => join(folder, path)),
  }
}

/** Where package.json and tsconfig.json say something else than the floors, one sentence each. */
export function manifestViolations(root: string, floors: readonly Floor[]): string[] {
  const violations = floors.flatMap((floor) => violationsOf(root, floor, floors))
  const known = floors.map(({ folder }) => folder)
  for (const folder of packagesIn(root)) {
    if (!known.includes(folder)) violations.push(`${folder} is a package that stands on no floor`)
  }
  const solution = readManifest(root, '').references
  for (const folder of known) if (!solution.includes(folder)) violations.push(`the root tsconfig.json does not refer to ${folder}`)
  for (const folder of solution)
    if (!known.includes(folder)) violations.push(`the root tsconfig.json refers to ${folder}, which stands on no floor`)
  return violations
}

function violationsOf(root: string, floor: Floor, floors: readonly Floor[]): string[] {
  const manifest = readManifest(root, floor.folder)
  const folderOf = new Map(floors.map(({ name, folder }) => [name, folder]))
  const violations: string[] = []
  const refuse = (what: string): number => violations.push(`${floor.folder}: ${what}`)

  if (manifest.name !== floor.name) refuse(`package.json calls it ${JSON.stringify(manifest.name)}, the floors ${floor.name}`)

  const own = Object.keys(manifest.dependencies).filter((name) => folderOf.has(name))
  for (const name of own) if (!floor.mayImport.includes(name)) refuse(`package.json depends on ${name}, which it may not import`)
  for (const name of Object.keys(manifest.devDependencies)) {
    const allowed = !folderOf.has(name) || floor.mayImport.includes(name) || floor.testsMayImport.includes(name)
    if (!allowed) refuse(`package.json depends on ${name} for its tests, which they may not import`)
  }

  const built = own.map((name) => folderOf.get(name)!)
  for (const folder of built)
    if (!manifest.references.includes(folder)) refuse(`tsconfig.json does not refer to ${folder}, on which package.json depends`)
  for (const folder of manifest.references)
    if (!built.includes(folder)) refuse(`tsconfig.json refers to ${folder}, on which package.json does not depend`)

  if (floor.pure) {
    for (const name of Object.keys(manifest.dependencies))
      if (!folderOf.has(name)) refuse(`it is pure, and package.json depends on ${name}`)
    if (!manifest.extended.endsWith('/tsconfig.pure.json')) refuse('it is pure, and tsconfig.json does not extend tsconfig.pure.json')
  }
  return violations
}

function packagesIn(root: string): string[] {
  return projectFiles(root, /^package\.json$/)
    .filter((path) => path !== 'package.json')
    .map((path) => path.slice(0, -'/package.json'.length))
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
