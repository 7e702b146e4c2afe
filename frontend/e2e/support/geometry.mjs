// Finds what axe misses: buttons that overlap, words that are cut off, anything beyond the screen.
// Runs inside the page; returns one line for each fault.
export async function geometryFaults(page) {
  return page.evaluate(() => {
    const faults = []
    const name = (el) => `${el.className?.baseVal ?? el.className ?? el.tagName} "${(el.textContent ?? '').trim().slice(0, 24)}"`
    const visible = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getBoundingClientRect().width > 0
    const scrolled = (el) => el.closest('.scrollbox-view')
    const width = document.documentElement.clientWidth
    const height = document.documentElement.clientHeight

    const controls = [...document.querySelectorAll('button, [role=button]')].filter(visible)
    for (const el of controls) {
      const r = el.getBoundingClientRect()
      const low = scrolled(el)
      if (r.left < -1 || r.right > width + 1 || (!low && (r.top < -1 || r.bottom > height + 1))) faults.push(`off screen: ${name(el)}`)
      if (Math.min(r.width, r.height) < 78 && !low) faults.push(`too small (${Math.round(r.width)} x ${Math.round(r.height)}): ${name(el)}`)
    }
    for (const [i, a] of controls.entries()) {
      for (const b of controls.slice(i + 1)) {
        if (a.contains(b) || b.contains(a) || scrolled(a) || scrolled(b)) continue
        const p = a.getBoundingClientRect()
        const q = b.getBoundingClientRect()
        if (Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1) faults.push(`overlap: ${name(a)} and ${name(b)}`)
      }
    }

    // What is read must not slip under what is pressed.
    for (const box of [...document.querySelectorAll('.note, .facts, .slip, .next, .doing, .then, .code-out')].filter((el) => visible(el) && !scrolled(el))) {
      const p = box.getBoundingClientRect()
      for (const el of controls) {
        const q = el.getBoundingClientRect()
        if (!box.contains(el) && Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1) faults.push(`under a control: ${name(box)} and ${name(el)}`)
      }
    }

    // Every line of text must lie inside its control, inside what clips it, and on the screen.
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (!node.textContent.trim() || !parent || !visible(parent) || parent.closest('.sr, script, style')) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const boxes = [parent.closest('button'), parent.closest('.tile, .facts, .note, .hero, .slip')].filter(Boolean)
      const low = scrolled(parent)
      for (const r of range.getClientRects()) {
        if (r.width === 0) continue
        if (r.left < -1 || r.right > width + 1 || (!low && (r.top < -1 || r.bottom > height + 1))) faults.push(`text off screen: ${name(parent)}`)
        for (const box of boxes) {
          const b = box.getBoundingClientRect()
          if (r.left < b.left - 1 || r.right > b.right + 1 || r.top < b.top - 3 || r.bottom > b.bottom + 3) faults.push(`text outside ${name(box)}: "${node.textContent.trim().slice(0, 24)}"`)
        }
      }
    }

    // Two pieces of text of one page must not lie on each other.
    const blocks = [...document.querySelectorAll('h1, .hero p, .hint, .where, .tile b, .tile em, .tile .words > span, dt, dd, .reader')].filter(visible)
    for (const [i, a] of blocks.entries()) {
      for (const b of blocks.slice(i + 1)) {
        if (a.contains(b) || b.contains(a)) continue
        const p = textBox(a)
        const q = textBox(b)
        if (Math.min(p.right, q.right) - Math.max(p.left, q.left) > 2 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 6) faults.push(`lies on each other: ${name(a)} and ${name(b)}`)
      }
    }
    function textBox(el) {
      if (el instanceof SVGElement) {
        // The drawing's own edge, without the arrow's empty corner.
        const r = el.getBoundingClientRect()
        return { left: r.left + r.width * 0.1, right: r.right, top: r.top + r.height * 0.25, bottom: r.bottom }
      }
      const range = document.createRange()
      range.selectNodeContents(el)
      return range.getBoundingClientRect()
    }
    return [...new Set(faults)]
  })
}
