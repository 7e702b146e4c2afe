// Draws each character with the family alone and compares it with the boxes for characters
// that no file has. Every file brings its own box, so one such character is not enough: one
// no font has, and a Han character that lies in the range of a tier 2 slice yet is in none.
// Runs in a browser that sees no system Han font: a hit can only come from our files.
const common = [...'社区管理中心居住登记的一是范例，。“”①→0Aa€', ...'𬶨𬬭㛃𠅤劐艴鿍䶮𫖯𬭎轷骣喆堃犇']
const rare = [...'㐂囯龍峯閆瑈𠀋']
const cyrillic = [...'ӨөҮүАБЯя']
const missing = ['\u{10FFFF}', '\u{24B62}', ' ']

function picture(text, weight) {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 64
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  pen.font = `${weight} 48px "Station Sans"`
  pen.fillText(text, 4, 52)
  return pen.getImageData(0, 0, 64, 64).data.join()
}

const loaded = () =>
  performance.getEntriesByType('resource').map((r) => r.name.split('/').pop()).filter((n) => n.endsWith('.woff2')).sort()

// show lays text out in both weights and waits for the files it asked for. Asking
// document.fonts.load instead would load every file whose range holds a character, also
// those that a later one overrules.
async function show(characters) {
  for (const weight of [400, 700]) {
    const line = document.body.appendChild(document.createElement('p'))
    line.style.fontWeight = weight
    line.textContent = characters.join('')
  }
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  await document.fonts.ready
}

function blanks(characters, weight) {
  const boxes = new Set(missing.map((c) => picture(c, weight)))
  return characters.filter((c) => boxes.has(picture(c, weight)))
}

async function run() {
  await show(common)
  const commonLoads = loaded()
  await show([...rare, ...cyrillic])
  const rareLoads = loaded().filter((name) => !commonLoads.includes(name))
  await show(missing)
  const all = [...common, ...rare, ...cyrillic]
  const boldDiffers = picture('中', 400) !== picture('中', 700)
  return { blank: [...blanks(all, 400), ...blanks(all, 700)], commonLoads, rareLoads, boldDiffers }
}

const send = (result) => fetch('result', { method: 'POST', body: JSON.stringify(result) })

if (location.hash === '#specimen') document.querySelector('main').hidden = false
else run().then(send, (e) => send({ error: String(e) }))
