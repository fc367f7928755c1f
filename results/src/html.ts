/** Pages with pictures. Apart from the rest of the package: the library that draws them takes most of a second to load. */
export { renderRunPage } from './report/html/run-page.js'
export { renderSweepPage } from './report/html/sweep-page.js'
