/** Why a file that somebody chose is not taken. Each has its sentence, and what to do instead. */
export type FileFault = 'empty' | 'huge' | 'pdf' | 'heic' | 'broken' | 'small' | 'same'

/** Most bytes of a file that is opened at all: a page scanned at 600 dpi is smaller, and a machine in a hall has little memory. */
const mostBytes = 40 * 1024 * 1024
/** How many bytes tell what a file is. */
export const headLength = 16

/** Tells by its first bytes what no browser draws, whatever its name ends in; undefined = worth a try. */
export function flawOf(size: number, head: Uint8Array): FileFault | undefined {
  if (size === 0) return 'empty'
  if (size > mostBytes) return 'huge'
  const text = String.fromCharCode(...head)
  if (text.startsWith('%PDF')) return 'pdf'
  // ISO base media (ISO/IEC 14496-12): the brand of a telephone's picture stands behind "ftyp".
  if (/^ftyp(hei|hev|mif|msf)/.test(text.slice(4))) return 'heic'
  return undefined
}

/** Whether two pictures are the same, byte for byte: the same page chosen twice gives the same picture. */
export async function samePicture(a: Blob, b: Blob): Promise<boolean> {
  if (a.size !== b.size) return false
  const [x, y] = await Promise.all([a, b].map(async (one) => new Uint8Array(await one.arrayBuffer())))
  return x!.every((byte, i) => byte === y![i])
}
