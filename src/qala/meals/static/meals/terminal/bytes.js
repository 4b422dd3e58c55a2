// Bytes and their spelling: base64url without padding, hex, SHA-256, and the signatures of P-256.
const text = new TextEncoder();
const EC = { name: "ECDSA", namedCurve: "P-256" };
const SHA = { name: "ECDSA", hash: "SHA-256" };

export const bytesOf = (words) => text.encode(words);

export const coded = (raw) =>
  btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export const decoded = (words) =>
  Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

export const hex = (raw) => [...new Uint8Array(raw)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export const digest = async (words) => hex(await crypto.subtle.digest("SHA-256", typeof words === "string" ? bytesOf(words) : words));

// A key whose private half no script can read out, this page's included.
export const makeKey = () => crypto.subtle.generateKey(EC, false, ["sign", "verify"]);

export const pointOf = async (pair) => new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));

export const sign = async (pair, message) =>
  coded(await crypto.subtle.sign(SHA, pair.privateKey, typeof message === "string" ? bytesOf(message) : message));

export const isSigned = async (point, message, signature) => {
  try {
    const key = await crypto.subtle.importKey("raw", point, EC, false, ["verify"]);
    return await crypto.subtle.verify(SHA, key, signature, typeof message === "string" ? bytesOf(message) : message);
  } catch {
    return false;
  }
};
