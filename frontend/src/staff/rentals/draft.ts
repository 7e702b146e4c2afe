import type { Rental, RentalTerms, Room } from './backend'

/** What the form of a file holds. Masked values are not known here: empty means that they stay. */
export interface RentalDraft {
  landlord: string
  landlord_phone: string
  agent: string
  agent_phone: string
  authority: string
  begins: string
  until: string
  written: boolean
  contract_number: string
  filed_on: string
  rooms: Room[]
  head_count: string
  undertaken_on: string
  undertaken_to: string
  visited_on: string
}

export const uses: readonly Room['use'][] = ['living', 'kitchen', 'bathroom', 'balcony', 'passage', 'basement', 'storage']

export function newDraft(before?: Rental): RentalDraft {
  return {
    landlord: '', landlord_phone: '', agent: '', agent_phone: '', authority: before?.authority ?? '', begins: before?.begins ?? '', until: before?.until ?? '',
    written: before?.written ?? true, contract_number: before?.contract_number ?? '', filed_on: before?.filed_on ?? '',
    rooms: before ? before.rooms.map((room) => ({ ...room })) : [{ name: '', use: 'living' }], head_count: String(before?.head_count ?? ''),
    undertaken_on: before?.undertaken_on ?? '', undertaken_to: before?.undertaken_to ?? '', visited_on: before?.visited_on ?? '',
  }
}

/** readyDraft tells whether the form can be sent. What its values are worth, the server says. */
export function readyDraft(draft: RentalDraft, before?: Rental): boolean {
  const named = before !== undefined || draft.landlord.trim() !== ''
  return named && draft.begins !== '' && /^\d{1,3}$/.test(draft.head_count.trim()) && draft.rooms.length > 0 && draft.rooms.every((room) => room.name.trim() !== '')
}

/** termsOf is what is sent. Personal values left empty are left out, so that they stay; what the form does not show goes back as it came. */
export function termsOf(draft: RentalDraft, before?: Rental): RentalTerms {
  const given = (field: 'landlord' | 'landlord_phone' | 'agent' | 'agent_phone' | 'authority' | 'contract_number' | 'until' | 'filed_on' | 'undertaken_on' | 'undertaken_to' | 'visited_on') => {
    const value = draft[field].trim()
    return value === '' ? {} : { [field]: value }
  }
  return {
    begins: draft.begins, written: draft.written, head_count: Number(draft.head_count), rooms: draft.rooms.map((room) => ({ name: room.name.trim(), use: room.use })),
    ...given('landlord'), ...given('landlord_phone'), ...given('agent'), ...given('agent_phone'), ...given('authority'), ...given('contract_number'),
    ...given('until'), ...given('filed_on'), ...given('undertaken_on'), ...given('undertaken_to'), ...given('visited_on'),
    ...(before?.reporter_id ? { reporter_id: before.reporter_id } : {}),
  }
}

/** drawPIN draws six digits that are no run and no repetition; the server judges them again. */
export function drawPIN(random: (values: Uint32Array) => Uint32Array = (values) => crypto.getRandomValues(values)): string {
  for (;;) {
    const pin = String(random(new Uint32Array(1))[0]! % 1_000_000).padStart(6, '0')
    if (new Set(pin).size >= 4 && !'01234567890123456789 98765432109876543210'.includes(pin) && pin.slice(0, 3) !== pin.slice(3)) return pin
  }
}
