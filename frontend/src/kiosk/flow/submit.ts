import { api, must, ProblemError } from '@core/api/client'
import type { Holder, Receipt } from '@core/api/types'
import { endorsable, reportable, sendEndorsement, sendReport, type Slip } from './permits'
import { activeRegistrations, eligibleRegistrations, papersOf, type Answers, type Service } from './steps'

/** What a try needs. Asked for at every try, because the card's token may have changed. */
export type Form = () => { requestId: string; token: string; answers: Answers }

/** Pauses before the next silent try, in milliseconds: a new leader is found within about a second. */
const pauses = [600, 1500, 3000]

/** Tries again by itself while the outcome is uncertain; the same request id makes that safe. */
export async function patiently<T>(send: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await send()
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || !thrown.uncertain || thrown.code === 'internal') throw thrown
      await new Promise((wake) => setTimeout(wake, pause))
    }
  }
  return send()
}

/** Submits the form of a service. */
export function submitForm(service: Exclude<Service, 'progress' | 'own'>, form: Form, holder: Holder, today: string): Promise<Slip> {
  switch (service) {
    case 'residence': return submitResidence(form)
    case 'permit': return submitPermit(form, holder, today)
    case 'leave': return submitLeave(form, holder)
    case 'endorse': return submitEndorsement(form, holder)
    case 'report': return submitReport(form, holder)
  }
}

/** Submits a residence registration (居住登记). */
function submitResidence(form: Form): Promise<Receipt> {
  return patiently(async () => {
    const { requestId, token, answers } = form()
    const answer = await must(api.POST('/api/v1/kiosk/residences', {
      body: {
        request_id: requestId,
        card_token: token,
        room_id: answers.room?.id ?? '',
        since: answers.since ?? '',
        statement: true,
        ...(answers.phone ? { phone: answers.phone } : {}),
        ...(answers.moved && answers.moved !== 'none' ? { moved_from: answers.moved.id } : {}),
      },
    }))
    return answer.receipt
  })
}

/** Submits an application for a residence permit (居住证申领). */
function submitPermit(form: Form, holder: Holder, today: string): Promise<Receipt> {
  return patiently(async () => {
    const { requestId, token, answers } = form()
    const registration = answers.registration ?? eligibleRegistrations(holder, today)[0]
    const answer = await must(api.POST('/api/v1/kiosk/permit-applications', {
      body: {
        request_id: requestId,
        card_token: token,
        registration_id: registration?.id ?? '',
        condition: answers.condition ?? 'dwelling',
        documents: papersOf(answers),
        statement: true,
        ...(answers.phone ? { phone: answers.phone } : {}),
      },
    }))
    return answer.receipt
  })
}

/** Ends a residence registration: the person has moved away. */
function submitLeave(form: Form, holder: Holder): Promise<Receipt> {
  return patiently(async () => {
    const { requestId, token, answers } = form()
    const registration = answers.leaving ?? activeRegistrations(holder)[0]
    const answer = await must(api.POST('/api/v1/kiosk/residence-ends', {
      body: { request_id: requestId, card_token: token, registration_id: registration?.id ?? '', on: answers.leftOn ?? '', statement: true },
    }))
    return answer.receipt
  })
}

function submitEndorsement(form: Form, holder: Holder): Promise<Slip> {
  return patiently(() => {
    const { requestId, token, answers } = form()
    const permit = answers.permit ?? endorsable(holder)[0]
    return sendEndorsement({ request_id: requestId, card_token: token, permit_id: permit?.id ?? '', condition: answers.condition ?? 'dwelling', statement: true })
  })
}

function submitReport(form: Form, holder: Holder): Promise<Slip> {
  return patiently(() => {
    const { requestId, token, answers } = form()
    const permit = answers.permit ?? reportable(holder)[0]
    return sendReport({ request_id: requestId, card_token: token, permit_id: permit?.id ?? '', kind: answers.report ?? 'lost', statement: true })
  })
}
