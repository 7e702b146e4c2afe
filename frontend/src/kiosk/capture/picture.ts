/** Makes pictures small before they leave the page. Everything is drawn anew, so no note of a camera (place, time, device) goes along. */

import { flawOf, headLength, type FileFault } from './file'

export interface Size { width: number; height: number }

/** What a picture is to become. */
export type Shape = 'paper' | 'portrait'

/** Longest side of a paper, in pixels: small print stays readable. Shortest side under which nothing can be read. */
const longest = 1600
const shortest = 200
/** A portrait's size, in pixels; the server takes no other. */
const portrait: Size = { width: 480, height: 640 }
/** Most bytes of a picture. The server takes 200 KiB; less keeps the office's log small. */
const most: Record<Shape, number> = { paper: 150 * 1024, portrait: 60 * 1024 }
/** JPEG qualities, tried in order until a picture is small enough. */
const qualities = [0.8, 0.65, 0.5, 0.35]

/** A size made to fit into a square, never larger than it was. */
export function fit(size: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(size.width, size.height))
  return { width: Math.round(size.width * scale), height: Math.round(size.height * scale) }
}

/** The largest middle part of a picture that has the ratio of another size. */
export function middle(size: Size, like: Size): Size & { x: number; y: number } {
  const scale = Math.min(size.width / like.width, size.height / like.height)
  const width = Math.floor(like.width * scale)
  const height = Math.floor(like.height * scale)
  return { x: Math.floor((size.width - width) / 2), y: Math.floor((size.height - height) / 2), width, height }
}

function encode(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
}

/** Draws a source as a JPEG of the shape, or answers undefined where it cannot be made both readable and small. */
export async function develop(source: CanvasImageSource, size: Size, shape: Shape): Promise<Blob | undefined> {
  const part = shape === 'portrait' ? middle(size, portrait) : { x: 0, y: 0, width: size.width, height: size.height } // not spread: a bitmap's size is not its own property
  if (Math.min(part.width, part.height) < shortest) return undefined
  const canvas = document.createElement('canvas')
  try {
    // A page full of fine detail may be too large in every quality: then it is drawn smaller.
    for (const side of shape === 'portrait' ? [longest] : [longest, 1200]) {
      const to = shape === 'portrait' ? portrait : fit(size, side)
      if (Math.min(to.width, to.height) < shortest) return undefined
      Object.assign(canvas, to)
      canvas.getContext('2d')?.drawImage(source, part.x, part.y, part.width, part.height, 0, 0, to.width, to.height)
      for (const quality of qualities) {
        const blob = await encode(canvas, quality)
        if (blob && blob.size <= most[shape]) return blob
      }
    }
    return undefined
  } finally {
    Object.assign(canvas, { width: 0, height: 0 }) // the pixels are gone now, not when the browser gets to it
  }
}

/** A picture from a file a scanner wrote, or why not. */
export async function fromFile(file: Blob, shape: Shape): Promise<Blob | FileFault> {
  const flaw = flawOf(file.size, new Uint8Array(await file.slice(0, headLength).arrayBuffer()))
  if (flaw) return flaw
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  if (!bitmap) return 'broken'
  try {
    return await develop(bitmap, bitmap, shape) ?? 'small'
  } finally {
    bitmap.close()
  }
}

/** The picture turned to the right by a quarter, for a paper that came in lying on its side or upside down. */
export async function turned(picture: Blob): Promise<Blob | undefined> {
  const bitmap = await createImageBitmap(picture)
  const canvas = document.createElement('canvas')
  try {
    Object.assign(canvas, { width: bitmap.height, height: bitmap.width })
    const on = canvas.getContext('2d')
    on?.translate(canvas.width, 0)
    on?.rotate(Math.PI / 2)
    on?.drawImage(bitmap, 0, 0)
    return await develop(canvas, canvas, 'paper')
  } finally {
    bitmap.close()
    Object.assign(canvas, { width: 0, height: 0 })
  }
}
