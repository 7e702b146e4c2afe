import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { CaseView, ConflictState, PeoplePage, PermitView, Purpose } from './types'

/** What lies on the desk between two pages: the last list, the last search. In memory only, and cleared when somebody else sits down. */
export const useDesk = defineStore('desk', () => {
  const view = ref<CaseView>('today')
  const caseQuery = ref('')
  const selectedCase = ref<string>()
  const order = ref<string[]>([])
  /** The conflict list as it was left. */
  const conflicts = ref<ConflictState>('open')
  const selectedConflict = ref<string>()
  const conflictOrder = ref<string[]>([])
  /** What became of the conflict that was done last, to be told on the next page. */
  const resolved = ref<{ number: string; action: string }>()
  const permitView = ref<PermitView>('open')
  const selectedPermit = ref<string>()
  const selectedAlarm = ref<string>()
  const subscriberQuery = ref('')
  const selectedSubscriber = ref<string>()
  /** An account that an alarm came from and nobody has entered, on its way to the form. */
  const unknownAccount = ref<string>()
  const query = ref('')
  const found = ref<PeoplePage>()
  const selectedPerson = ref<string>()
  /** Why the record is open, by person; asked once per opening. */
  const purposes = ref(new Map<string, Purpose>())

  function clear(): void {
    view.value = 'today'
    caseQuery.value = ''
    selectedCase.value = undefined
    order.value = []
    conflicts.value = 'open'
    selectedConflict.value = undefined
    conflictOrder.value = []
    resolved.value = undefined
    permitView.value = 'open'
    selectedPermit.value = undefined
    selectedAlarm.value = undefined
    subscriberQuery.value = ''
    selectedSubscriber.value = undefined
    unknownAccount.value = undefined
    query.value = ''
    found.value = undefined
    selectedPerson.value = undefined
    purposes.value = new Map()
  }

  return {
    view, caseQuery, selectedCase, order, conflicts, selectedConflict, conflictOrder, resolved, permitView, selectedPermit, selectedAlarm,
    subscriberQuery, selectedSubscriber, unknownAccount, query, found, selectedPerson, purposes, clear,
  }
})
