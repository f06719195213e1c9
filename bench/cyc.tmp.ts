import { createApp } from './server/system.ts'
import { floor } from './server/systems/floor.ts'
import { flashpostCookie } from './server/systems/flashpost.ts'
import { bare } from './server/systems/bare.ts'
import * as peers from './server/systems/fastify-flash.ts'
const n = Number(process.argv[2] ?? 5000), k = Number(process.argv[3] ?? 1), size = Number(process.argv[4] ?? 60), rounds = Number(process.argv[5] ?? 7)
const only = process.argv[6]
const systems: any = { bare, floor, flash: flashpostCookie, secure: (peers as any).fastifySecure ?? (peers as any).secureSession ?? Object.values(peers)[0] }
const apps: any = {}
for (const name in systems) if (!only || only === name) { apps[name] = await createApp(systems[name]); await apps[name].ready() }
async function run(app: any, n: number) {
  const t = process.cpuUsage()
  const url = `/add/${k}/${size}`
  let jar = ''
  for (let i = 0; i < n; i++) {
    const a = await app.inject({ method: 'POST', url, headers: jar ? { cookie: jar } : {} })
    const lines = [a.headers['set-cookie'] ?? []].flat() as string[]
    const header = lines.map((l) => l.slice(0, l.indexOf(';'))).join('; ')
    const b = await app.inject({ method: 'GET', url: '/shown', headers: header ? { cookie: header } : {} })
    const c = [b.headers['set-cookie'] ?? []].flat() as string[]
    jar = c.filter((l) => !/Max-Age=0/.test(l)).map((l) => l.slice(0, l.indexOf(';'))).join('; ')
    if (i % 64 === 0) await new Promise((r) => setImmediate(r))
    if (i === 0 && header && b.json().messages.length !== k) throw new Error('shown ' + b.body)
  }
  const u = process.cpuUsage(t)
  return u.user / n
}
for (const name in apps) await run(apps[name], 3000)
const all: any = {}
for (let r = 0; r < rounds; r++) for (const name in apps) (all[name] ??= []).push(await run(apps[name], n))
const q = (a: number[], p: number) => a.toSorted((x, y) => x - y)[Math.floor(a.length * p)]!
for (const name in apps) console.log(name.padEnd(8), 'q', q(all[name], 0.25).toFixed(1), 'med', q(all[name], 0.5).toFixed(1))
if (all.bare && all.floor) {
  const b = q(all.bare, 0.25), f = q(all.floor, 0.25), x = q(all.flash, 0.25), s = q(all.secure, 0.25)
  console.log(`flash/floor ${(x/f).toFixed(2)}  flash/secure ${(x/s).toFixed(2)} over bare: flash ${(x-b).toFixed(1)} floor ${(f-b).toFixed(1)}`)
}
