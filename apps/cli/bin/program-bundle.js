import { renameSync, rmSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * How vite puts all that a program loads into one file, where sigbed.js looks for it. To be used after the compiler, in the folder of
 * the clone:
 *
 *   node node_modules/vite/bin/vite.js build --config apps/cli/bin/endpoint-bundle.config.js
 *
 * @param {string} program a compiled module, from the folder of this package
 * @param {string} name of the folder in dist/ that is to have the bundle, and nothing else
 */
export function programBundle(program, name) {
  const bundle = fileURLToPath(new URL(`../dist/${name}`, import.meta.url))
  const unfinished = `${bundle}-${process.pid}`

  /**
   * A module that looks for files beside itself goes on looking where it was.
   *
   * @param {string} code
   * @param {string} module
   */
  const keepPlace = (code, module) => {
    if (!code.includes('import.meta.url')) return null
    const place = JSON.stringify(`${relative(bundle, dirname(module)).replaceAll('\\', '/')}/module.js`)
    return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
  }

  /** Nobody finds half a bundle: between the old one and the new one there is none for a moment. */
  const putInPlace = () => {
    rmSync(bundle, { recursive: true, force: true })
    renameSync(unfinished, bundle)
  }

  return {
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: /** @type {const} */ ('error'),
    // Installed packages as well: of one or two hundred files of theirs each is looked for and read, too.
    ssr: { noExternal: true },
    plugins: [{ name: `sigbed-${name}`, transform: keepPlace, closeBundle: putInPlace }],
    build: {
      ssr: program,
      outDir: unfinished,
      // Each further file would be waited for, and on a busy machine every wait is a slice of somebody else's time.
      rolldownOptions: { output: { entryFileNames: '[name].js', codeSplitting: false } },
    },
  }
}
