// Every call of the housing page, by the name of what it does. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'

type Schemas = components['schemas']
type Body<Name extends keyof Schemas> = Omit<Schemas[Name], 'request_id'>

export type HousingNode = Schemas['HousingNode']
export type HousingPlace = Schemas['HousingPlace']
export type NodeKind = HousingNode['kind']
export type RoomFile = Schemas['RoomFile']
export type RoomState = Schemas['RoomSeen']['state']
export type Coverage = Schemas['Coverage']
export type BuildingPlan = Schemas['BuildingPlan']
export type PlannedBuilding = Schemas['PlannedBuilding']
export type RangeBody = Body<'RangeInput'>
export type RangeResult = Schemas['RangeResult']
export type FoundCommunity = Schemas['FoundCommunity']
export type RowOrder = BuildingPlan['order']
export type GapKind = 'building_unverified' | 'room_unknown' | 'document_missing' | 'phone_missing'

const at = (id: string) => ({ params: { path: { id } } })

export const housing = {
  below: (parent: string) => must(api.GET('/api/v1/housing/tree', { params: { query: parent ? { parent } : {} } })),
  place: (id: string) => must(api.GET('/api/v1/housing/nodes/{id}', at(id))),
  communities: (q: string) => must(api.GET('/api/v1/housing/communities', { params: { query: { q } } })),
  compounds: (q: string) => must(api.GET('/api/v1/area/compounds', { params: { query: { q } } })),
  room: (id: string) => must(api.GET('/api/v1/housing/rooms/{id}', at(id))),
  coverage: (id: string) => must(api.GET('/api/v1/housing/nodes/{id}/coverage', at(id))),
  gaps: (id: string, kind: GapKind) => must(api.GET('/api/v1/housing/nodes/{id}/gaps', { params: { path: { id }, query: { kind } } })),
  plan: (id: string, tolerance: number, order: RowOrder) =>
    must(api.GET('/api/v1/housing/nodes/{id}/plan', { params: { path: { id }, query: { tolerance, order } } })),

  add: (request_id: string, body: Body<'PlacesInput'>) => must(api.POST('/api/v1/housing/nodes', { body: { request_id, ...body } })),
  range: (request_id: string, body: RangeBody) => must(api.POST('/api/v1/housing/ranges', { body: { request_id, ...body } })),
  rename: (id: string, request_id: string, name: string) => must(api.POST('/api/v1/housing/nodes/{id}/rename', { ...at(id), body: { request_id, name } })),
  close: (id: string, request_id: string) => must(api.POST('/api/v1/housing/nodes/{id}/close', { ...at(id), body: { request_id } })),
  reopen: (id: string, request_id: string) => must(api.POST('/api/v1/housing/nodes/{id}/reopen', { ...at(id), body: { request_id } })),
  grid: (request_id: string, nodes: string[], grid: string) =>
    must(api.POST('/api/v1/housing/grids', { body: { request_id, nodes, ...(grid ? { grid } : {}) } })),
  seen: (id: string, request_id: string, state: RoomState, on: string) =>
    must(api.POST('/api/v1/housing/rooms/{id}/seen', { ...at(id), body: { request_id, state, on } })),
  position: (id: string, request_id: string, body: Body<'PositionsInput'>) =>
    must(api.POST('/api/v1/housing/nodes/{id}/positions', { ...at(id), body: { request_id, ...body } })),
  propose: (id: string, request_id: string, body: Body<'NumbersInput'>) =>
    must(api.POST('/api/v1/housing/nodes/{id}/proposal', { ...at(id), body: { request_id, ...body } })),
  verify: (id: string, request_id: string, body: Body<'NumbersInput'>) =>
    must(api.POST('/api/v1/housing/nodes/{id}/verification', { ...at(id), body: { request_id, ...body } })),
  reorganise: (request_id: string, body: Body<'ReorganisationInput'>) =>
    must(api.POST('/api/v1/housing/reorganisation', { body: { request_id, ...body } })),
}
