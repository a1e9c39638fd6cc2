// What the examples in docs/ take from the reader's own app.
declare module '@/lib/auth' {
  export function getCurrentAdmin(): Promise<{ id: number; email: string }>
}
declare module '@/lib/registrations' {
  export interface RegistrationInput {
    eventId: string
  }
  export function createRegistration(
    input: RegistrationInput,
  ): Promise<{ status: string; metAnotherBuyer: boolean }>
}
declare module '@/lib/payments' {
  export interface PaymentInput {
    card: string
  }
  export function processPayment(input: PaymentInput): Promise<{ reference: string }>
  export function refund(input: unknown): Promise<{ refunded: boolean }>
}
declare module '@/lib/events' {
  export function loadEvent(id: string): Promise<{ title: string }>
}
declare module '@/lib/seats' {
  export function readSeats(eventId: string): Promise<readonly string[]>
  export function renderMap(seats: readonly string[]): Promise<string>
}
declare module '@/lib/reminders' {
  export function sendReminders(): Promise<void>
}
