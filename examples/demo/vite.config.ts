import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The packages' sources, so that nothing has to be built before.
  resolve: { conditions: ['@flashpost/source', ...defaultClientConditions] },
  build: {
    // No data: URLs, which `default-src 'self'` forbids.
    assetsInlineLimit: 0,
    outDir: 'dist',
    emptyOutDir: true,
  },
})
