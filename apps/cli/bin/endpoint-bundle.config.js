import { programBundle } from './program-bundle.js'

// `sigbed endpoint` as one file. Without the bundle the same program starts from its 150 modules, in twice the time.
export default programBundle('dist/endpoint/endpoint-program.js', 'bundle')
