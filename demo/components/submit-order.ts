/** What the form sends. Without a card it is a registration for a free event. */
export interface OrderForm {
  readonly eventId: number
  readonly spots: number
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly card?: string
  readonly locale: string
}

/** What the form learns. `outcome` is `OTHER` when the app did not answer properly. */
export interface Answer {
  readonly outcome: string
  readonly orderId?: string
  readonly traceId?: string
  readonly message?: string
}

/** Sends the order and never throws: whatever happens becomes an answer to show. */
export async function submitOrder(form: OrderForm): Promise<Answer> {
  const path = form.card === undefined ? '/api/registrations' : '/api/orders'
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form),
    })
    const body = (await response.json()) as Partial<Answer> & { readonly error?: string }
    return { ...body, outcome: body.outcome ?? body.error ?? 'OTHER' }
  } catch (error) {
    console.error('order failed', error)
    return { outcome: 'OTHER' }
  }
}
