import { library } from '../../tools/config/tsup.js'

export default library({
  index: 'src/index.ts',
  'node/index': 'src/node/index.ts',
  'testing/index': 'src/testing/index.ts',
})
