// Runs in the page: what lies over something else, is cut off, or makes the page wider than the window. The value of the last line is the answer.
;(() => {
  const found = []
  const shown = (element) => element.getBoundingClientRect().width > 0
  const root = document.documentElement
  if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} wide in a window of ${innerWidth}`)
  for (const svg of [...document.querySelectorAll('svg')].filter(shown)) {
    const frame = svg.getBoundingClientRect()
    const texts = [...svg.querySelectorAll('text')].filter((text) => (text.textContent ?? '').trim() !== '' && shown(text))
    const boxes = texts.map((text) => ({ words: text.textContent ?? '', box: text.getBoundingClientRect() }))
    for (const { words, box } of boxes)
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        found.push(`"${words}" is cut off in ${svg.getAttribute('aria-label')}`)
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        // Boxes of letters are higher than the letters.
        if (across > 1 && down > 3) found.push(`"${a.words}" lies on "${b.words}" in ${svg.getAttribute('aria-label')}`)
      }
  }
  for (const element of document.querySelectorAll('h1, h2, p, li, dd, figcaption')) {
    const { left, right } = element.getBoundingClientRect()
    if (right > innerWidth + 1 || left < 0) found.push(`"${element.textContent?.slice(0, 40)}" leaves the window`)
  }
  return found
})()
