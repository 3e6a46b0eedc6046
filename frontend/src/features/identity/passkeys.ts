import type { PasskeyAnswer, PasskeyCreation, PasskeyInput, PasskeyRequest } from "../../api";

/** Passkeys (WebAuthn): what the server asks, put to the device, and its answer as the server reads it. */

/** Does this browser know passkeys at all? */
export const KNOWS_PASSKEYS = "PublicKeyCredential" in window;

const PATIENCE_MS = 5 * 60_000;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function known(ids: string[]): PublicKeyCredentialDescriptor[] {
  return ids.map((id) => ({ type: "public-key", id: bytes(id) }));
}

/** @throws DOMException when the person gives up, or the device has none of these passkeys */
export async function signWithPasskey(asked: PasskeyRequest): Promise<PasskeyAnswer> {
  const credential = (await navigator.credentials.get({
    publicKey: {
      challenge: bytes(asked.challenge),
      rpId: asked.rp_id,
      allowCredentials: known(asked.credential_ids),
      userVerification: "preferred",
      timeout: PATIENCE_MS,
    },
  })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    credential_id: text(credential.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
  };
}

/** @throws DOMException when the person gives up, or the device holds a passkey for this account already */
export async function makePasskey(asked: PasskeyCreation, name: string): Promise<PasskeyInput> {
  const credential = (await navigator.credentials.create({
    publicKey: {
      challenge: bytes(asked.challenge),
      rp: { id: asked.rp_id, name: asked.rp_name },
      user: { id: bytes(asked.user_id), name: asked.user_name, displayName: asked.user_label },
      pubKeyCredParams: asked.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: known(asked.credential_ids),
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
      attestation: "none",
      timeout: PATIENCE_MS,
    },
  })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    name,
    credential_id: text(credential.rawId),
    client_data: text(response.clientDataJSON),
    attestation: text(response.attestationObject),
  };
}
