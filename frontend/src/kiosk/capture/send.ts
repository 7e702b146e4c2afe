import { api, must } from '@core/api/client'
import { patiently, type Form } from '../flow/submit'
import { groupsOf, type Answers } from '../flow/steps'
import type { Shot } from './shot'

/** A picture with what the server has to know about it. */
export interface Outgoing {
  shot: Shot
  kind: 'paper' | 'portrait' | 'signature'
  document?: { group: string; kind: string }
}

/** The pictures of an application, in the order of its papers. Those of a condition given up stay behind. */
export function outgoing(answers: Answers): Outgoing[] {
  const papers = groupsOf(answers.condition).flatMap((group) => {
    const kind = answers.papers[group]?.[0]
    return kind ? (answers.pictures[group] ?? []).map((shot): Outgoing => ({ shot, kind: 'paper', document: { group, kind } })) : []
  })
  const single = (kind: 'portrait' | 'signature') => (answers.pictures[kind] ?? []).map((shot): Outgoing => ({ shot, kind }))
  return [...papers, ...single('portrait'), ...single('signature')]
}

/** Base64, as JSON carries bytes. */
export async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

/**
 * Sends the pictures of an application that was taken in, one after the other, and answers how many could not be saved. A picture never
 * undoes an application: whoever has none brings the original. `alive` says whether the visit goes on.
 */
export async function sendPictures(form: Form, application: string, alive: () => boolean): Promise<number> {
  let unsent = 0
  for (const one of outgoing(form().answers)) {
    if (!alive()) return 0
    const content = await base64(one.shot.blob)
    const kept = await patiently(async () => {
      const answer = await must(api.POST('/api/v1/kiosk/attachments', {
        body: {
          request_id: one.shot.id, card_token: form().token, application_id: application, kind: one.kind, content,
          ...(one.document ? { document: one.document } : {}),
        },
      }))
      return answer.kept
    }).catch(() => false)
    if (!kept) unsent += 1
  }
  return unsent
}
