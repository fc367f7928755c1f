import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Every file somebody wrote under a folder: neither what was installed or built nor what runs left behind.
 *
 * @param {string} folder
 * @param {RegExp} [name] only files whose name matches
 * @returns {string[]} paths relative to the folder, with '/' between, in a stable order
 */
export function projectFiles(folder, name = /./) {
  /** @type {string[]} */
  const found = []
  collect(folder, '', name, found)
  return found
}

/**
 * Every folder under one, itself not included, by the same rule.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function projectFolders(folder) {
  /** @type {Set<string>} */
  const folders = new Set()
  for (const file of projectFiles(folder)) {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) folders.add(file.slice(0, end))
  }
  return [...folders].sort()
}

/**
 * @param {string} folder
 * @param {string} relative
 * @param {RegExp} name
 * @param {string[]} found
 */
function collect(folder, relative, name, found) {
  const entries = readdirSync(join(folder, relative), { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`
    if (entry.isDirectory()) {
      if (!LEFT_OUT.has(entry.name) && path !== 'results/data') collect(folder, path, name, found)
    } else if (entry.isFile() && name.test(entry.name)) {
      found.push(path)
    }
  }
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage', '.git'])
