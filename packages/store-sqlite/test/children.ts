import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of this folder in a process of its own, and what it says line by line. */
export interface Child {
  readonly process: ChildProcess
  readonly lines: AsyncIterable<string>
  /** Ends it as a crash would; resolves once it is gone. */
  kill(): Promise<void>
}

export function startChild(file: string, ...args: readonly string[]): Child {
  const script = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  return {
    process: child,
    lines: createInterface({ input: child.stdout }),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
