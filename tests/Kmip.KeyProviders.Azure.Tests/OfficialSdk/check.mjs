// Talks to the stand-in with Azure's own clients. Arguments: address of the stand-in, key identifier, tenant, client; the secret is in the
// environment (FAKE_SECRET); then base64url of bytes the .NET provider wrapped. Prints one JSON object with what it saw.
// The clients believe in the real hosts and make all their checks; only what finally sends goes to the stand-in.
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { ClientSecretCredential } from '@azure/identity';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';

const [address, keyId, tenant, client, wrappedByUs] = process.argv.slice(2);
const inner = createDefaultHttpClient();
const httpClient = {
  async sendRequest(request) {
    const believed = request.url;
    const url = new URL(believed);
    request.url = address.replace(/\/$/, '') + url.pathname + url.search;
    request.allowInsecureConnection = true;
    try {
      return await inner.sendRequest(request);
    } finally {
      request.url = believed;
    }
  },
};
const options = { httpClient, retryOptions: { maxRetries: 0 } };
const credential = (secret) => new ClientSecretCredential(tenant, client, secret, { ...options, disableInstanceDiscovery: true });
const crypto = (id, secret = process.env.FAKE_SECRET) => new CryptographyClient(id, credential(secret), options);

async function codeOf(call) {
  try {
    await call();
    return 'none';
  } catch (e) {
    // What Entra ID refuses has no status here: the client puts the code and the number it read into its message.
    const entra = /^(\w+): Error\(s\): (\d+)/.exec(e.message);
    return entra ? `${entra[1]} ${entra[2]}` : `${e.statusCode} ${e.code}`;
  }
}

const plaintext = Buffer.from('0123456789abcdef0123456789abcdef');
const seen = {};
const key = crypto(keyId);
const encrypted = await key.encrypt({ algorithm: 'RSA-OAEP', plaintext });
seen.encrypted = Buffer.from(encrypted.result).toString('base64url');
seen.decrypted = Buffer.from((await key.decrypt({ algorithm: 'RSA-OAEP', ciphertext: encrypted.result })).result).equals(plaintext);
const wrapped = await key.wrapKey('RSA-OAEP-256', plaintext);
seen.unwrapped = Buffer.from((await key.unwrapKey('RSA-OAEP-256', wrapped.result)).result).equals(plaintext);
seen.ours = Buffer.from((await key.decrypt({ algorithm: 'RSA-OAEP', ciphertext: Buffer.from(wrappedByUs, 'base64url') })).result).toString('base64url');
seen.keyId = (await new KeyClient(new URL(keyId).origin, credential(process.env.FAKE_SECRET), options).getKey('first')).id;
seen.damaged = await codeOf(() => key.decrypt({ algorithm: 'RSA-OAEP', ciphertext: Buffer.alloc(256, 1) }));
seen.missing = await codeOf(() => crypto(keyId.replace('/first/', '/missing/')).decrypt({ algorithm: 'RSA-OAEP', ciphertext: Buffer.alloc(256, 1) }));
seen.refused = await codeOf(() => crypto(keyId, 'wrong').decrypt({ algorithm: 'RSA-OAEP', ciphertext: Buffer.alloc(256, 1) }));
console.log(JSON.stringify(seen));
