import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFiles } from '../setup/project-files.js'
import type { Floor } from './floors.js'
import { readManifest } from './manifest-rules.js'
import { readSourceText } from './source-text.js'

/**
 * Every module a text names in whatever way a module can be named: import and export lists over one line or many, types,
 * side effects, import() in expressions and in types, require(). An import() of what is computed is given as '(computed)'.
 */
export function importsOf(text: string): string[] {
  const { outline, strings } = readSourceText(text)
  const named = strings.filter(({ at }) => LEADS_TO_A_MODULE.test(outline.slice(Math.max(0, at - 80), at))).map(({ value }) => value)
  const computed = [...outline.matchAll(/(?<![\w$.])(?:import|require)\s*\(\s*(?!\s|['"`])/g)].map(() => COMPUTED)
  return [...named, ...computed]
}

/** What breaks a floor's rules, one sentence each. Empty when every import of every package keeps to them. */
export function importViolations(root: string, floors: readonly Floor[]): string[] {
  return floors.flatMap((floor) => violationsOf(root, floor, floors))
}

function violationsOf(root: string, floor: Floor, floors: readonly Floor[]): string[] {
  const manifest = readManifest(root, floor.folder)
  const forSources = new Set([...floor.mayImport, ...Object.keys(manifest.dependencies)])
  const forTests = new Set([...forSources, ...floor.testsMayImport, ...Object.keys(manifest.devDependencies), ...TEST_TOOLS])
  const listed = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)])
  const ownNames = new Set(floors.map(({ name }) => name))

  return sourceFilesOf(root, floor, floors).flatMap((path) => {
    const isTest = isTestFile(path)
    const refuse = (name: string, why: string): string => `${floor.folder}/${path} imports ${name}: ${why}`
    return importsOf(readFileSync(join(root, floor.folder, path), 'utf8')).flatMap((name) => {
      if (name === COMPUTED) return floor.pure ? [refuse(name, 'a pure package names what it imports')] : []
      if (name.startsWith('.')) return leavesFolder(path, name, floor, floors) ? [refuse(name, 'that leaves the package')] : []
      if (name.startsWith('node:')) {
        const allowed = isTest || floor.node === 'all' || floor.node.includes(name)
        return allowed ? [] : [refuse(name, `${floor.name} may not use that module of Node`)]
      }
      if (name === floor.name) return isTest ? [] : [refuse(name, 'that is the package itself')]
      if (ownNames.has(name)) {
        const allowed = floor.mayImport.includes(name) || (isTest && floor.testsMayImport.includes(name))
        if (!allowed) return [refuse(name, `that is not among what ${floor.name} may import`)]
        return listed.has(name) ? [] : [refuse(name, 'package.json does not list it')]
      }
      const library = libraryOf(name)
      if (floor.pure && !isTest) return [refuse(name, 'a pure package uses no library')]
      return (isTest ? forTests : forSources).has(library) ? [] : [refuse(name, 'package.json does not list it')]
    })
  })
}

/** The package's own files; those of a package in a folder inside it are not its own. */
function sourceFilesOf(root: string, floor: Floor, floors: readonly Floor[]): string[] {
  const inner = floors
    .filter((other) => other.folder.startsWith(`${floor.folder}/`))
    .map((other) => other.folder.slice(floor.folder.length + 1))
  return projectFiles(join(root, floor.folder), /\.[cm]?[jt]s$/).filter((path) => !inner.some((folder) => path.startsWith(`${folder}/`)))
}

/** What is built is src/ and bin/ without the tests; everything else serves only whoever works on the repository. */
export function isTestFile(path: string): boolean {
  return /\.test\.ts$/.test(path) || !/^(?:src|bin)\//.test(path)
}

function leavesFolder(path: string, name: string, floor: Floor, floors: readonly Floor[]): boolean {
  const target = join(floor.folder, path, '..', name)
  if (!target.startsWith(`${floor.folder}/`)) return true
  return floors.some((other) => other.folder.startsWith(`${floor.folder}/`) && target.startsWith(`${other.folder}/`))
}

/** `vitest/node` is of vitest, `@a/b/c` of @a/b. */
function libraryOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

const COMPUTED = '(computed)'
const LEADS_TO_A_MODULE = /(?<![\w$.])(?:from|import|(?:import|require)\s*\()\s*$/
/** vite is what vitest runs on, and comes with it. */
const TEST_TOOLS = ['vitest', 'vite', 'fast-check']
