import type { Same } from '..'
import type { palette as zh } from '../zh/palette'

/** The box that finds everything (Ctrl K). */
export const palette: Same<typeof zh> = {
  'palette.hint': 'Name, pinyin, ID number, phone, address, permit or case number…',
  'palette.places': 'Addresses',
  'palette.permits': 'Residence permits',
  'palette.cases': 'Cases',
  'palette.more': 'There are more; type a little more.',
  'palette.found': '{n} found in {ms} ms',
  'palette.why': 'Name and last four digits: say what for first',
  'palette.why_not': 'The purpose is recorded. The whole ID or phone number works without.',
  'palette.purpose': 'Purpose: {purpose}',
  'palette.start': 'Type a little and the search begins, for example:',
  'palette.none': 'Nothing found for “{text}”. Try pinyin initials, an address, or the beginning of an ID number.',
  'palette.problem': 'Searching does not work now. Other pages are not affected; you can try again.',
  'palette.living': 'who lives here',
  'palette.former': 'formerly {name}',
  'palette.kind.community': 'Community',
  'palette.kind.road': 'Road',
  'palette.kind.gate_number': 'House',
  'palette.kind.compound': 'Compound',
  'palette.kind.building': 'Building',
  'palette.kind.unit': 'Unit',
  'palette.kind.room': 'Room',
  'palette.matched.number': 'Permit number',
  'palette.eg.name': 'the whole name or a part of it',
  'palette.eg.pinyin': 'zs, zhangsan',
  'palette.eg.address': 'qingsong 3 2 1203',
  'palette.eg.number': 'ID, passport, phone or case number; the beginning will do',
}
