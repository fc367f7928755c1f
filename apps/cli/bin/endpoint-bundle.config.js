// How vite puts all that `sigbed endpoint` loads into one file, dist/bundle/endpoint-program.js, where sigbed.js looks for it. To be
// used after the compiler, in the folder of the clone:
//
//   node node_modules/vite/bin/vite.js build --config apps/cli/bin/endpoint-bundle.config.js
//
// Without the bundle the same program starts from its 150 modules, in twice the time.
import { renameSync, rmSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const bundle = fileURLToPath(new URL('../dist/bundle', import.meta.url))
const unfinished = `${bundle}-${process.pid}`

export default {
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: /** @type {const} */ ('error'),
  plugins: [{ name: 'sigbed-endpoint-bundle', transform: keepPlace, closeBundle: putInPlace }],
  build: {
    ssr: 'dist/endpoint/endpoint-program.js',
    outDir: unfinished,
    // Each further file would be waited for, and on a busy machine every wait is a slice of somebody else's time.
    rolldownOptions: { output: { entryFileNames: '[name].js', codeSplitting: false } },
  },
}

/**
 * A module that looks for files beside itself goes on looking where it was.
 *
 * @param {string} code
 * @param {string} module
 */
function keepPlace(code, module) {
  if (!code.includes('import.meta.url')) return null
  const place = JSON.stringify(`${relative(bundle, dirname(module)).replaceAll('\\', '/')}/module.js`)
  return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
}

/** Nobody finds half a bundle: between the old one and the new one there is none for a moment. */
function putInPlace() {
  rmSync(bundle, { recursive: true, force: true })
  renameSync(unfinished, bundle)
}
