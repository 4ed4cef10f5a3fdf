import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The samples of the grids come last: most mutants fall to a test that takes no time. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): number => Number(moduleId.includes('.mutation.test'))
    return [...files].sort((a, b) => isLong(a) - isLong(b) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

/** The tests that a mutant of the venue is run against: those that are quick, and the same in every run. */
export default defineConfig({
  test: {
    include: ['src/simulation/**/*.test.ts'],
    exclude: ['**/*.long.test.ts', '**/reachability*.test.ts', '**/*-properties.test.ts'],
    // The mutant is chosen anew for each run, while the modules stay loaded.
    isolate: false,
    sequence: { sequencer: QuickFirst },
  },
})
