// Starts the real thing: `jiezhan demo` with three station processes and simulated readers on pseudo-terminals.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = process.env.JZ_PROGRAM ?? fileURLToPath(new URL('../../../bin/jiezhan', import.meta.url))

/** startOffice answers when the sample street is loaded; stop ends every process it started. */
export async function startOffice(port = 21600) {
  const folder = await mkdtemp(join(tmpdir(), 'jiezhan-story-'))
  const child = spawn(program, ['--lang=en', 'demo', '--folder', folder, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const ready = new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text
      if (said.includes('Ctrl-C')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    ended.then((code) => reject(new Error(`the demo ended with ${code}: ${said.slice(-600)}`)))
  })
  const stop = async () => {
    child.kill('SIGINT')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  await ready.catch(async (error) => {
    await stop()
    throw error
  })
  const base = (n) => `http://127.0.0.1:${port + n}`
  return {
    base, stop, folder,
    /** act does what the buttons of the device panel do. */
    async act(n, action, card = '') {
      const answer = await fetch(`http://127.0.0.1:${port}/api/stations/${n}/${action}?card=${card}`, { method: 'POST' })
      if (!answer.ok) throw new Error(`${action} at ${n}: ${answer.status} ${await answer.text()}`)
    },
    async station(n) {
      const answer = await fetch(`${base(n)}/api/v1/station`)
      return answer.json()
    },
    /** leader is the number of the station that leads, as station n sees it. */
    async leader(n) {
      return Number((await this.station(n)).leader.replace('station-', ''))
    },
  }
}

/** until asks again and again until holds answers something true. */
export async function until(what, holds, patience = 60_000) {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await Promise.resolve().then(holds).catch(() => undefined)
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`waited ${patience} ms for ${what}`)
    await new Promise((next) => setTimeout(next, 50))
  }
}
