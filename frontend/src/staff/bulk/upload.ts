import type { BulkJob } from '../model/bulk'

/** Where a table stands for the person: what the page shows, and what may be done. */
export const live = (job: BulkJob): boolean => ['uploading', 'checking', 'importing'].includes(job.state)

/** How much of the present step is done, from 0 to 1; undefined where nobody can tell. */
export function progress(job: BulkJob): number | undefined {
  if (job.state === 'uploading') return job.size > 0 ? job.received / job.size : 0
  if (job.state === 'importing') return job.good > 0 ? job.sent / job.good : 0
  return undefined
}

/**
 * Sends the rest of a file part by part, from where the server says it is; after a lost line that is where it goes on. `told` hears the job after each
 * part.
 */
export async function sendParts(
  job: BulkJob, file: Blob, size: number, send: (offset: number, part: Blob) => Promise<BulkJob>, told: (job: BulkJob) => void,
): Promise<BulkJob> {
  let now = job
  while (now.state === 'uploading' && now.received < file.size) {
    const before = now.received
    now = await send(before, file.slice(before, before + size))
    told(now)
    if (now.received <= before) throw new Error('the server took nothing of the part')
  }
  return now
}

/** Gives the file to the browser to keep. */
export function keep(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000) // the browser has begun to save by then
}
