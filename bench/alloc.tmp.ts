import { Session } from 'node:inspector/promises'
import { createApp } from './server/system.ts'
import { flashpostCookie } from './server/systems/flashpost.ts'
import { floor } from './server/systems/floor.ts'
import { bare } from './server/systems/bare.ts'
const which = process.argv[2]!
const app: any = await createApp(({ flash: flashpostCookie, floor, bare } as any)[which]); await app.ready()
async function run(n: number) {
  for (let i = 0; i < n; i++) {
    const a = await app.inject({ method: 'POST', url: '/add/1/60' })
    const header = ([a.headers['set-cookie'] ?? []].flat() as string[]).map((l) => l.slice(0, l.indexOf(';'))).join('; ')
    await app.inject({ method: 'GET', url: '/shown', headers: header ? { cookie: header } : {} })
    if (i % 64 === 0) await new Promise((r) => setImmediate(r))
  }
}
await run(3000)
const s = new Session(); s.connect()
await s.post('HeapProfiler.startSampling', { samplingInterval: 512, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true } as never)
const n = 5000
await run(n)
const { profile } = await s.post('HeapProfiler.stopSampling') as any
const by = new Map<string, number>(); let total = 0
const walk = (node: any) => { const f = node.callFrame; const k = `${f.functionName || '(anon)'} ${f.url.split('/').slice(-2).join('/')}:${f.lineNumber + 1}`; by.set(k, (by.get(k) ?? 0) + node.selfSize); total += node.selfSize; node.children.forEach(walk) }
walk(profile.head)
console.log(which, 'bytes/cycle', (total / n).toFixed(0))
for (const [k, v] of [...by].sort((a, b) => b[1] - a[1]).slice(0, 400)) console.log((v / n).toFixed(0).padStart(7), k)
