/** Whether this machine's browser can take pictures. The desktop window on Linux cannot: it has nobody to ask for the permission. */
export async function cameraThere(): Promise<boolean> {
  const media = navigator.mediaDevices as MediaDevices | undefined
  if (typeof media?.getUserMedia !== 'function' || typeof media.enumerateDevices !== 'function') return false
  const devices = await media.enumerateDevices().catch(() => [])
  return devices.some((one) => one.kind === 'videoinput')
}

/** Opens the camera that looks at the papers, or at the person, where there are two. */
export function openCamera(faces: 'user' | 'environment'): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: faces, width: { ideal: 1920 }, height: { ideal: 1080 } } })
}

/** Lets the camera go: its light goes out. */
export function closeCamera(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
