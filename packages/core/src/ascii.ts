// Every runtime has it (Encoding Standard, section 7.2), but it is not the language's own, so the compiler is told here.
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string }

const decoder = new TextDecoder()

/** Makes a text of ASCII codes: several times as fast as to join it character by character. */
export function asciiText(codes: Uint8Array): string {
  return decoder.decode(codes)
}
