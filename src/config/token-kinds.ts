import { createPublicKey, type KeyObject } from 'node:crypto';
import { isLoopbackHost } from './network-kinds.ts';
import type { ValueKind } from './value-kinds.ts';

const RSA_BITS_MIN = 2_048;
/** As OpenSSL calls P-256. */
const ES256_CURVE = 'prime256v1';

function isUsable({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= RSA_BITS_MIN;
  return type === 'ec' && details?.namedCurve === ES256_CURVE;
}

/** Node would take a private key and make the public one of it; that secret has no business here. */
function isPublicKey(pem: string): boolean {
  if (!/^-----BEGIN PUBLIC KEY-----\s/.test(pem)) return false;
  try {
    return isUsable(createPublicKey(pem));
  } catch {
    return false;
  }
}

/** A public key in PEM, in one line with `\n` where that is easier to write. Its faults never repeat the text. */
export const tokenPublicKey: ValueKind<string> = {
  permitted: 'PEM public key, RSA of 2048 bits or more, or P-256',
  read(text) {
    const pem = text.replaceAll('\\n', '\n');
    return isPublicKey(pem) ? { value: pem } : { fault: `must be a ${tokenPublicKey.permitted}` };
  },
  show: () => 'a public key',
};

/** Over plain http anyone on the way could answer with keys of their own. */
export const keySetUrl: ValueKind<string> = {
  permitted: 'https URL, or http on a loopback address, without credentials',
  read(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isBare = url !== null && url.username === '' && url.password === '' && url.hash === '';
    const isTrusted =
      url?.protocol === 'https:' ||
      (url?.protocol === 'http:' && isLoopbackHost(url.hostname.replace(/^\[(.*)\]$/, '$1')));
    return isBare && isTrusted ? { value: url.href } : { fault: `must be an ${keySetUrl.permitted}` };
  },
  show: String,
};
