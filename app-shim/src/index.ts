export { flush, onRequestError, register, type StartOptions, shutdown, start } from './register.ts'
