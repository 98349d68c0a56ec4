// Talks to the stand-in with Google's own client, over REST. Arguments: port, symmetric key, RSA key version, base64 of bytes the .NET provider
// wrapped. Prints one JSON object with what it saw. Tokens come from the stand-in's metadata server, whose
// address is in GCE_METADATA_HOST.
import crypto from 'node:crypto';
import { KeyManagementServiceClient } from '@google-cloud/kms';

const [port, keyName, versionName, wrappedByUs] = process.argv.slice(2);
const client = new KeyManagementServiceClient({
  fallback: true,
  protocol: 'http',
  apiEndpoint: '127.0.0.1',
  servicePath: '127.0.0.1',
  port: Number(port),
  projectId: 'fake-project',
});

function crc32c(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const plaintext = Buffer.from('0123456789abcdef0123456789abcdef');
const seen = {};
const [encrypted] = await client.encrypt({ name: keyName, plaintext, plaintextCrc32c: { value: crc32c(plaintext) } });
seen.verifiedPlaintext = encrypted.verifiedPlaintextCrc32c;
seen.ciphertextChecksum = Number(encrypted.ciphertextCrc32c.value) === crc32c(encrypted.ciphertext);
seen.wrapped = Buffer.from(encrypted.ciphertext).toString('base64');
const [own] = await client.decrypt({ name: keyName, ciphertext: encrypted.ciphertext, ciphertextCrc32c: { value: crc32c(encrypted.ciphertext) } });
seen.roundTrip = Buffer.from(own.plaintext).equals(plaintext) && Number(own.plaintextCrc32c.value) === crc32c(plaintext);
const [ours] = await client.decrypt({ name: keyName, ciphertext: Buffer.from(wrappedByUs, 'base64') });
seen.unwrapped = Buffer.from(ours.plaintext).toString('base64');

const [publicKey] = await client.getPublicKey({ name: versionName });
seen.pemChecksum = Number(publicKey.pemCrc32c.value) === crc32c(Buffer.from(publicKey.pem));
const rsa = crypto.publicEncrypt({ key: publicKey.pem, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, plaintext);
const [asymmetric] = await client.asymmetricDecrypt({ name: versionName, ciphertext: rsa, ciphertextCrc32c: { value: crc32c(rsa) } });
seen.asymmetric = Buffer.from(asymmetric.plaintext).equals(plaintext) && asymmetric.verifiedCiphertextCrc32c;

async function codeOf(call) {
  try {
    await call();
    return 'none';
  } catch (e) {
    return e.code;
  }
}

seen.damaged = await codeOf(() => client.decrypt({ name: keyName, ciphertext: Buffer.alloc(60, 1) }));
seen.missing = await codeOf(() => client.encrypt({ name: keyName + '-missing', plaintext }));
console.log(JSON.stringify(seen));
