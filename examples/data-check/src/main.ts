import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFolder, summarize } from './check-folder.js'
import { plantedFiles } from './planted.js'

/** Writes the example's own files. */
async function plant(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(plantedFiles())) await writeFile(join(folder, name), text)
  return folder
}

async function main(): Promise<void> {
  const [given] = process.argv.slice(2)
  const folder = given ?? (await plant(fileURLToPath(new URL('../out/data', import.meta.url))))
  const reports = await checkFolder(folder)
  console.log(summarize(reports))
}

main().catch((error: unknown) => {
  console.error(String(error))
  process.exitCode = 1
})
