import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderRunPage, renderSweepPage } from '../src/html.js'
import type { RecordedRun } from '../src/recorded-run.js'
import { syntheticRun } from './synthetic-run.js'
import { syntheticSweep } from './synthetic-sweep.js'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
/** Kept for whoever wants to look; in no repository. */
const SCREENSHOTS = fileURLToPath(new URL('../data/screenshots/', import.meta.url))

const LAYOUT_FAULTS = readFileSync(new URL('layout-faults.js', import.meta.url), 'utf8')
const PICTURES = `[...document.querySelectorAll('#zoom canvas')].map((canvas) => canvas.toDataURL())`

const LAYOUTS = [
  { name: 'desktop', width: 1280, height: 900, scheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, scheme: 'dark' },
  { name: 'phone', width: 390, height: 844, scheme: 'light' },
  { name: 'small-phone', width: 320, height: 640, scheme: 'light' },
] as const

const PAGES: Readonly<Record<string, () => string>> = {
  usual: () => renderRunPage(syntheticRun()),
  // Long names, addresses of IPv6, many paths, faults close to one another: what makes layouts break.
  crowded: () => renderRunPage(crowdedRun()),
  'without a cut': () => renderRunPage(syntheticRun({ cutAtMs: null, restoreAtMs: null })),
  'with losses': () => renderRunPage(syntheticRun({ lost: 12_345, late: 900, failoverMs: 3900 })),
  'a sweep': () => renderSweepPage(syntheticSweep()),
  // As many columns as can be asked for, long names and times, and marks.
  'a wide sweep': () => renderSweepPage(wideSweep()),
  'a narrow sweep': () => renderSweepPage(syntheticSweep({ rtoMinMs: [1000], pathMaxRetrans: [5], heartbeatMs: [1000] })),
}

describe('the pages of runs and sweeps in a browser', () => {
  if (CHROMIUM === undefined) {
    const reason = 'no Chromium is installed (Debian has it as the package chromium)'
    if (process.env['CI'] === 'true') it('needs a browser', () => expect.fail(reason))
    else it.skip(`skipped: ${reason}`, () => {})
    return
  }
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-pages-'))
    mkdirSync(SCREENSHOTS, { recursive: true })
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  for (const [title, html] of Object.entries(PAGES))
    for (const layout of LAYOUTS)
      it(`fits: ${title}, ${layout.name}`, async () => {
        const file = join(folder, 'page.html')
        writeFileSync(file, html())
        const page = await browser.newPage({ viewport: { width: layout.width, height: layout.height }, colorScheme: layout.scheme })
        const heard: string[] = []
        page.on('pageerror', (error) => heard.push(String(error)))
        page.on('console', (message) => message.type() !== 'log' && heard.push(message.text()))
        page.on('request', (request) => !/^(file|data):/.test(request.url()) && heard.push(`asked for ${request.url()}`))
        await page.goto(pathToFileURL(file).href)
        await page.screenshot({ path: join(SCREENSHOTS, `${title.replaceAll(' ', '-')}-${layout.name}.png`), fullPage: true })
        expect(heard).toEqual([])
        expect(await page.evaluate(LAYOUT_FAULTS)).toEqual([])
        await page.close()
      })

  it('is zoomed by dragging, all pictures together', async () => {
    const file = join(folder, 'zoom.html')
    writeFileSync(file, renderRunPage(syntheticRun()))
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(pathToFileURL(file).href)
    const plots = page.locator('#zoom .u-over')
    expect(await plots.count()).toBeGreaterThanOrEqual(4)
    await plots.first().scrollIntoViewIfNeeded()
    const pixels = async () => (await page.evaluate(PICTURES)) as string[]
    const before = await pixels()
    const box = (await plots.first().boundingBox())!
    await page.mouse.move(box.x + box.width * 0.3, box.y + 50)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.4, box.y + 50, { steps: 5 })
    await page.mouse.up()
    await page.waitForTimeout(100)
    const after = await pixels()
    for (const [i, picture] of after.entries()) expect(picture).not.toBe(before[i])
    await page.close()
  })
})

function wideSweep() {
  return syntheticSweep({
    scenario: 'a-scenario-with-a-name-that-is-longer-than-any-window-of-a-telephone-has-room-for',
    rtoMinMs: Array.from({ length: 24 }, (_, i) => 125 * (i + 1)),
    pathMaxRetrans: [0, 1, 7, 20],
    potentiallyFailed: [20, null],
    heartbeatMs: [0, 30_000],
    cell: (cell) => ({ ...cell, problems: cell.timers.pathMaxRetrans === 7 ? ['asp-1 did not come up'] : [] }),
  })
}

function crowdedRun(): RecordedRun {
  const usual = syntheticRun()
  const ends = ['signalling-gateway', 'application-server-process-1', 'application-server-process-2', 'application-server-process-3']
  const paths = ends.flatMap((node) =>
    [1, 2].map((network) => ({
      node,
      association: `${node} - signalling-gateway`,
      localAddress: network === 1 ? '10.132.111.110' : 'fd00:132:2222:3333::1234',
      remoteAddress: network === 1 ? '10.132.111.211' : 'fd00:132:2222:3333::5678',
    })),
  )
  const sample = {
    state: 'active' as const,
    carriesData: true,
    rtoMs: 120,
    smoothedRoundTripMs: 0.31,
    congestionWindow: 123_456,
    outstandingOctets: 0,
  }
  const texts = [
    'cut path-a',
    'loss 5% on path-b from application-server-process-1 to signalling-gateway',
    'pause signalling-gateway',
    'restore',
  ]
  return {
    ...usual,
    description: {
      ...usual.description,
      scenario: 'a-scenario-with-a-name-that-is-longer-than-any-window-of-a-telephone-has-room-for',
      tags: ['nightly', 'before-the-change'],
      scenarioText: 'scenario: crowded\n',
    },
    pathSamples: paths.flatMap((path) => [0, 100, 5_000, 29_000].map((atMs) => ({ ...path, ...sample, atMs, rtoMs: 120 + atMs / 100 }))),
    pathEvents: paths.map((path, i) => ({
      ...path,
      atMs: 10_100 + i * 7,
      state: 'potentially-failed' as const,
      reason: 'T3-rtx expired',
      rtoMs: 240,
    })),
    faults: texts.map((text, i) => ({ atMs: 10_000 + i * 30, text, effect: i === 3 ? ('mends' as const) : ('breaks' as const) })),
    failovers: ends.flatMap((node) =>
      usual.failovers.map((failover) => ({ ...failover, node, association: `${node} - signalling-gateway` })),
    ),
  }
}
