// Draws the pictures of a report that can be zoomed into. Runs in the page, after uPlot; the figures stand in the element `zoom-data`.
;(() => {
  const { plots, outages, faults } = JSON.parse(document.getElementById('zoom-data').textContent)
  const place = document.getElementById('zoom')
  const style = getComputedStyle(document.documentElement)
  const colour = (name) => style.getPropertyValue(name).trim()
  const cursor = { sync: { key: 'run', setSeries: false }, drag: { x: true, y: false } }
  let zooming = false
  const drawn = []

  /** Where something was broken, behind the lines. */
  function shade(u) {
    const { ctx, bbox } = u
    ctx.save()
    ctx.fillStyle = colour('--broken')
    ctx.globalAlpha = 0.12
    for (const [from, to] of outages) {
      const left = Math.max(bbox.left, u.valToPos(from, 'x', true))
      const right = Math.min(bbox.left + bbox.width, u.valToPos(to, 'x', true))
      if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height)
    }
    ctx.globalAlpha = 0.6
    for (const [at] of faults) {
      const x = u.valToPos(at, 'x', true)
      if (x >= bbox.left && x <= bbox.left + bbox.width) ctx.fillRect(x, bbox.top, devicePixelRatio, bbox.height)
    }
    ctx.restore()
  }

  /** What is shown in one is shown in all. */
  function follow(u) {
    if (zooming) return
    zooming = true
    const { min, max } = u.scales.x
    for (const other of drawn) if (other !== u) other.setScale('x', { min, max })
    zooming = false
  }

  function draw(plot) {
    const axis = { stroke: colour('--faint'), grid: { stroke: colour('--rule'), width: 1 }, ticks: { stroke: colour('--rule'), width: 1 } }
    const value = (_u, number) => (number == null ? '–' : `${number.toLocaleString('en')} ${plot.unit}`)
    const options = {
      title: plot.title,
      width: place.clientWidth,
      height: 240,
      cursor,
      scales: { x: { time: false }, y: plot.logarithmic ? { distr: 3 } : { range: (_u, _min, max) => [0, (max || 1) * 1.05] } },
      axes: [
        { ...axis, values: (_u, seconds) => seconds.map((second) => `${second} s`) },
        {
          ...axis,
          // As wide as its longest number.
          size: (_u, texts) => 24 + 7 * Math.max(4, ...(texts ?? []).map((text) => text.length)),
          values: (_u, numbers) => numbers.map((number) => (number == null ? '' : `${number.toLocaleString('en')} ${plot.unit}`)),
        },
      ],
      series: [
        { label: 'at', value: (_u, second) => (second == null ? '–' : `${second.toFixed(2)} s`) },
        ...plot.series.map(({ label, colour: flow, dashed }, i) => ({
          label,
          value,
          stroke: colour(`--flow-${(flow % 6) + 1}`),
          width: dashed ? 1 : 2,
          dash: dashed ? [6, 3 * i] : undefined,
          points: { show: false },
        })),
      ],
      hooks: { drawClear: [shade], setScale: [(u, key) => key === 'x' && follow(u)] },
    }
    drawn.push(new uPlot(options, plot.data, place))
  }

  plots.forEach(draw)
  const fit = () => {
    for (const u of drawn) u.setSize({ width: place.clientWidth, height: 240 })
  }
  addEventListener('resize', fit)
  // Colours are those of the scheme the page was opened in; another one draws anew.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload())
})()
