import { onBeforeUnmount, shallowRef } from 'vue'

/** Bytes of the API as an address within this page; whoever asks gives it up with URL.revokeObjectURL. */
export function addressOf(base64: string, mime: string): string {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return URL.createObjectURL(new Blob([bytes], { type: mime }))
}

/** Addresses of pictures on the screen. A new set gives up the one before, and so does leaving the page. */
export function useAddresses() {
  const addresses = shallowRef<ReadonlyMap<string, string>>(new Map())

  function show(pictures: Iterable<readonly [string, string]>): void {
    for (const old of addresses.value.values()) URL.revokeObjectURL(old)
    addresses.value = new Map(pictures)
  }

  onBeforeUnmount(() => show([]))
  return { addresses, show }
}
