// Papers as the stand-ins serve them: the pictures are those that the server's own tests compare with.
import { readFileSync } from 'node:fs'

const golden = new URL('../../../paper/forms/testdata/', import.meta.url)

/** The file of a paper: its picture, or a PDF that holds nothing. */
export function paperFile(kind, query) {
  if (query.get('format') !== 'png') return { type: 'application/pdf', data: Buffer.from('%PDF-1.7\n%%EOF\n') }
  const name = query.get('lang') === 'en' ? `${kind}-en-1.png` : `${kind}-1.png`
  return { type: 'image/png', data: readFileSync(new URL(name, golden)) }
}
