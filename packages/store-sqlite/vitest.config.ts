export { packageTests as default } from '../../tools/config/vitest.js'
