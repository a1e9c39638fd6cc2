export { flush, onRequestError, register, shutdown, start } from './register.ts'
