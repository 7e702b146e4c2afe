// Starts the real thing: `jiezhan demo` with three station processes and simulated readers on pseudo-terminals, and machines beside it.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = process.env.JZ_PROGRAM ?? fileURLToPath(new URL('../../../bin/jiezhan', import.meta.url))

/** run starts the program and answers when it has said `word`; a program that ends before has failed. */
async function run(args, word) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGINT')
    await ended
  }
  let said = ''
  const ready = new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text
      if (said.includes(word)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    ended.then((code) => reject(new Error(`${args[0]} ended with ${code}: ${said.slice(-600)}`)))
  })
  await ready.catch(async (error) => {
    await stop()
    throw error
  })
  return stop
}

/** startOffice answers when the sample street is loaded; stop ends every process it started. */
export async function startOffice(port = Number(process.env.JZ_PORT ?? 21600)) {
  const folder = await mkdtemp(join(tmpdir(), 'jiezhan-story-'))
  const clear = () => rm(folder, { recursive: true, force: true })
  const stops = [await run(['--lang=en', 'demo', '--folder', folder, '--port', String(port)], 'Ctrl-C').catch(async (error) => {
    await clear()
    throw error
  })]
  const base = (n) => `http://127.0.0.1:${port + n}`
  const press = async (n, path) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/stations/${n}/${path}`, { method: 'POST' })
    if (!answer.ok) throw new Error(`${path} at ${n}: ${answer.status} ${await answer.text()}`)
  }
  return {
    base, folder,
    async stop() {
      await Promise.all(stops.map((stop) => stop()))
      await clear()
    },
    /** machine starts a fourth machine as a technician unpacks it: a configuration, an empty folder, no office. */
    async machine() {
      const own = join(folder, 'machine')
      await mkdir(own)
      await writeFile(join(own, 'jiezhan.toml'), machineConfig(own, port))
      stops.unshift(await run(['serve', '--config', join(own, 'jiezhan.toml')], 'setup.html'))
    },
    /** panel is the page of the devices. */
    panel: `http://127.0.0.1:${port}/`,
    /** act does what the buttons of the device panel do. */
    act: (n, action, card = '') => press(n, `${action}?card=${card}`),
    /** happen lets something happen behind the alarm wire of a station. */
    happen: (n, scene) => press(n, `alarm/happen?what=${scene}`),
    /** wire is what the far end of a station's alarm wire has seen. */
    async wire(n) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/devices`)
      return (await answer.json()).stations[n - 1].alarm
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

const machineConfig = (folder, port) => `data = "${join(folder, 'data')}"
first_account = false

[station]
id = "station-4"
name = "河湾社区服务站"
community = "330106099004"
machine = 1

[office]
name = "青松街道"
code = "330106099"
city = "浙江省杭州市"
authority = "范本市公安局范本分局"
window_hint = "1 号窗口"
phone = "0571-00000000"

[http]
listen = "127.0.0.1:${port + 4}"

[raft]
listen = "127.0.0.1:${port + 300}"
`

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
