import { library } from '../../tools/config/tsup.js'

export default library({
  index: 'src/index.ts',
})
