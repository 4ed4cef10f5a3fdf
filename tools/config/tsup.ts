import { defineConfig, type Options } from 'tsup'

/**
 * esbuild makes every top-level `const` and class of a bundle a `var`, which the compiler of the engine below must load and check anew at each
 * use: as `const` again, they are folded into the code, which makes it a tenth smaller.
 */
const keepConstants: NonNullable<Options['plugins']>[number] = {
  name: 'keep-constants',
  renderChunk(code, { map }) {
    return { code: code.replace(/^var ([\w$]+) = /gm, 'const $1 = '), map: map ?? null }
  },
}

/** The build of every published package: one ES module, one CommonJS file and their types per entry. */
export function library(entry: Record<string, string>): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['esm', 'cjs'],
    // Native #private fields must stay native: lowered to WeakMaps they cost five times the speed.
    target: 'es2022',
    platform: 'node',
    dts: true,
    sourcemap: true,
    treeshake: true,
    // Entries of one package share their classes, in CommonJS too.
    splitting: true,
    minify: false,
    clean: true,
    removeNodeProtocol: false,
    plugins: [keepConstants],
  })
}
