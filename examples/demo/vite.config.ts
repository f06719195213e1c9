import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

const styles = new URL('../../packages/react/src/styles.css', import.meta.url)

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    // The packages' sources, so that nothing has to be built before.
    conditions: ['@flashpost/source', ...defaultClientConditions],
    alias: { '@flashpost/react/styles.css': fileURLToPath(styles) },
  },
  build: {
    // No data: URLs, which `default-src 'self'` forbids.
    assetsInlineLimit: 0,
    outDir: 'dist',
    emptyOutDir: true,
  },
})
