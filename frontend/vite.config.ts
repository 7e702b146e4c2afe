import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// One page per surface: the kiosk must never pay for the staff console's widgets.
// JZ_PAGES=kiosk builds one of them alone.
const pages = (process.env.JZ_PAGES ?? 'kiosk,staff,setup,landlord').split(',').filter((name) => existsSync(at(`./${name}.html`)))

export default defineConfig({
  base: '/',
  plugins: [vue()],
  resolve: { alias: { '@core': at('./src/core') } },
  define: {
    __VUE_OPTIONS_API__: 'true', // element-plus needs it; the kiosk's own code does not
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    // Messages are compiled to an AST at run time (JIT), which needs no eval and so fits the CSP.
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true, // dist/.keep comes back from public/.keep
    sourcemap: false,
    assetsInlineLimit: 0, // the CSP allows no data: addresses
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: { input: Object.fromEntries(pages.map((name) => [name, at(`./${name}.html`)])) },
  },
  server: { proxy: { '/api': process.env.JZ_BASE ?? 'http://127.0.0.1:8080' } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
})
