import SignaturePad from 'signature_pad'

/** Longest side of a signature, in pixels; the server takes up to 1200. */
const longest = 1000

/** How long all strokes together have to be, in pixels, and how far the writing has to reach: a dot or a slip of the hand is no name. */
const leastInk = 150
const leastReach = 60

/** Whether what was written may be a name. */
export function isName(strokes: { points: { x: number; y: number }[] }[]): boolean {
  const points = strokes.flatMap((one) => one.points)
  const ink = strokes.reduce((sum, { points: p }) => sum + p.slice(1).reduce((length, to, i) => length + Math.hypot(to.x - p[i]!.x, to.y - p[i]!.y), 0), 0)
  const reach = (of: number[]) => Math.max(...of) - Math.min(...of)
  return ink >= leastInk && Math.max(reach(points.map((p) => p.x)), reach(points.map((p) => p.y))) >= leastReach
}

/** Makes a canvas one can sign on. The sheet is white and the ink dark in every theme, as on paper. */
export function openPad(canvas: HTMLCanvasElement, onStroke: () => void): SignaturePad {
  const pad = new SignaturePad(canvas, { penColor: 'black', minWidth: 2, maxWidth: 5 })
  resizePad(pad, canvas)
  pad.addEventListener('endStroke', onStroke)
  return pad
}

/** Gives the canvas the size it has on the screen; what was written stays. */
export function resizePad(pad: SignaturePad, canvas: HTMLCanvasElement): void {
  if (canvas.width === canvas.clientWidth && canvas.height === canvas.clientHeight) return
  const written = pad.toData()
  Object.assign(canvas, { width: canvas.clientWidth, height: canvas.clientHeight })
  pad.fromData(written)
}

/** The signature as PNG, no larger than the server takes. */
export async function readPad(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  const scale = Math.min(1, longest / Math.max(canvas.width, canvas.height))
  const copy = document.createElement('canvas')
  Object.assign(copy, { width: Math.round(canvas.width * scale), height: Math.round(canvas.height * scale) })
  copy.getContext('2d')?.drawImage(canvas, 0, 0, copy.width, copy.height)
  const blob = await new Promise<Blob | null>((done) => copy.toBlob(done, 'image/png'))
  Object.assign(copy, { width: 0, height: 0 })
  return blob ?? undefined
}

/** Leaves nothing of a signature in the page. */
export function wipePad(pad: SignaturePad, canvas: HTMLCanvasElement): void {
  pad.off()
  pad.clear()
  Object.assign(canvas, { width: 0, height: 0 })
}
