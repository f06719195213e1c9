import type { Probe } from '../probe.ts'
import { clocks } from './clocks.ts'
import { custody } from './custody.ts'
import { failing } from './failing.ts'
import { identity } from './identity.ts'
import { keyboard } from './keyboard.ts'
import { layers } from './layers.ts'
import { look } from './look.ts'
import { motion } from './motion.ts'
import { mounting } from './mounting.ts'
import { server } from './server.ts'
import { sheets } from './sheets.ts'

/** All questions, in the order of the table. */
export const probes: readonly Probe[] = [
  ...mounting,
  ...identity,
  ...clocks,
  ...keyboard,
  ...layers,
  ...look,
  ...sheets,
  ...motion,
  ...failing,
  ...server,
  ...custody,
]
