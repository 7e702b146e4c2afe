import { markRaw } from 'vue'
import { newRequestId } from '@core/api/client'
import type { ProofGroup } from '../flow/steps'

/** One picture in the page's memory, until it is sent or the visit is wiped. */
export interface Shot {
  /** Request id of its sending: asking again is safe. */
  id: string
  blob: Blob
  /** Address of the picture within this page, for showing it; given up with the picture. */
  url: string
}

/** What a picture is for. */
export type PictureOf = ProofGroup | 'portrait' | 'signature'
export type Pictures = Partial<Record<PictureOf, Shot[]>>

/** Most pages of one paper; the server takes no more. */
export const mostPages = 4

export function newShot(blob: Blob): Shot {
  // Vue must not wrap a Blob: its methods work on the real one only.
  return { id: newRequestId(), blob: markRaw(blob), url: URL.createObjectURL(blob) }
}

/** Gives pictures up: their addresses lead nowhere afterwards, and the browser may free the bytes. */
export function dropShots(shots: Shot[] | undefined): void {
  for (const shot of shots ?? []) URL.revokeObjectURL(shot.url)
}

export function dropAll(pictures: Pictures): void {
  for (const shots of Object.values(pictures)) dropShots(shots)
}
