import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { ProblemError } from '@core/api/client'
import { session as server } from './backend'
import type { Permission, Session } from './types'

/** Who sits at this desk, what the account may do, and whether the screen is covered. */
export const useAccess = defineStore('access', () => {
  const session = ref<Session>()
  const locked = ref(false)
  const known = ref(false)
  const account = computed(() => session.value?.account)
  const mustChange = computed(() => session.value?.must_change_password === true)

  const may = (permission: Permission) => session.value?.permissions.includes(permission) === true

  /** Asks once whether a session is still open, for example after a reload. */
  async function restore(): Promise<void> {
    try {
      session.value = await server.read()
    } catch {
      session.value = undefined // no session: the login page says so
    } finally {
      known.value = true
    }
  }

  async function logIn(login: string, password: string): Promise<void> {
    session.value = await server.open(login, password)
    locked.value = false
    known.value = true
  }

  /** Covers the screen and ends the server's session: a reload or a second tab opens nothing either. */
  async function lock(): Promise<void> {
    if (!session.value || locked.value) return
    locked.value = true
    await server.close().catch(() => undefined) // offline: the screen is covered all the same
  }

  /** Opens the same page again for the same account. */
  async function unlock(password: string): Promise<void> {
    if (!account.value) return
    await logIn(account.value.login, password)
  }

  async function logOut(): Promise<void> {
    await server.close().catch(() => undefined) // the page forgets everything in any case
    session.value = undefined
    locked.value = false
  }

  /** Tells whether a problem means that the session is gone; then the screen is covered and the page kept. */
  function lost(problem: ProblemError): boolean {
    if (problem.code !== 'unauthenticated' && problem.code !== 'session.locked') return false
    if (session.value) locked.value = true
    return true
  }

  return { session, account, locked, known, mustChange, may, restore, logIn, lock, unlock, logOut, lost }
})
