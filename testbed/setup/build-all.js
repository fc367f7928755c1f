/** `npm run build`: sets everything up, which includes building. Exit status: 0 built, 2 it could not be. */
import { setUp } from './set-up.js'

await setUp()
